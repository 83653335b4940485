DROP TRIGGER tr ON public.m;

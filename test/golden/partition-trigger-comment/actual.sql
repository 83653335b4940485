COMMENT ON TRIGGER tr ON public.m1 IS 'x';

ALTER TABLE public.c NO INHERIT public.p;
ALTER TABLE public.d NO INHERIT public.p;
DROP TABLE public.p;

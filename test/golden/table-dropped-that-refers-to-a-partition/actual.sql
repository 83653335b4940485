DROP TABLE public.p, public.f;

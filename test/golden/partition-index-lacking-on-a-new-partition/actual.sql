DROP TABLE public.e2;

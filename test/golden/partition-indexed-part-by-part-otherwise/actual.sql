DROP TABLE public.e1;

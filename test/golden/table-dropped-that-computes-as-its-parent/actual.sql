DROP TABLE public.h;

ALTER TABLE public.m DETACH PARTITION public.m1;
ALTER TABLE public.m1 ALTER k TYPE bigint;

ALTER TABLE public.t CLUSTER ON early;

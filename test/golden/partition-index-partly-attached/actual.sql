CREATE INDEX e_n ON public.e (n);
COMMENT ON INDEX public.e_n IS 'partly';

COMMENT ON CONSTRAINT p0_id_name_key ON public.p0 IS 'of the partition';

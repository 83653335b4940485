COMMENT ON CONSTRAINT late ON public.t IS 'looks at the end';

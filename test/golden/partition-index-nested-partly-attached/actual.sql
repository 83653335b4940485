CREATE INDEX i ON public.m (v);

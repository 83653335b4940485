CREATE INDEX i ON public.m (v);
ALTER INDEX public.m21_v_idx SET (fillfactor = 40);

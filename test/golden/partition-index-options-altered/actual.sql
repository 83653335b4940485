ALTER INDEX public.m1_v_idx SET (fillfactor = 50);

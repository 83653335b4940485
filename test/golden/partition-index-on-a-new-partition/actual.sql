CREATE TABLE public.m3 PARTITION OF public.m FOR VALUES FROM (20) TO (30);
ALTER INDEX public.m3_v_idx SET (fillfactor = 40);

ALTER INDEX public.m1_v_idx SET TABLESPACE other_disk;

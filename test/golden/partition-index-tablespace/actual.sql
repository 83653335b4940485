ALTER INDEX public.m21_v_idx SET TABLESPACE other_disk;

ALTER TABLE public.m1 CLUSTER ON m1_v_idx;

UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.m1_v_idx'::regclass;

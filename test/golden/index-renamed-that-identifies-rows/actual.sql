ALTER INDEX public.t_by_id RENAME TO t_ids;

ALTER TABLE t RENAME TO t_old;
ALTER TABLE t_new RENAME TO t;
ALTER INDEX t_pkey RENAME TO t_old_pkey;
ALTER INDEX t_new_pkey RENAME TO t_pkey;

UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_pk'::regclass;

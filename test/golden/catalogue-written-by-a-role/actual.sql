GRANT UPDATE ON pg_catalog.pg_class TO app_rw WITH GRANT OPTION;

SET allow_system_table_mods = on;
UPDATE pg_database SET datcollate = 'POSIX' WHERE datname = current_database();

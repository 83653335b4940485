SET allow_system_table_mods = on;
UPDATE pg_database SET dattablespace = (SELECT oid FROM pg_tablespace WHERE spcname = 'other') WHERE datname = current_database();

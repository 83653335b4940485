-- What belongs to the cluster. Rights and ownership are those of predefined roles, so that every role can be dropped.
CREATE ROLE plain;
CREATE ROLE boss SUPERUSER LOGIN CONNECTION LIMIT 3 VALID UNTIL '2030-01-01';
CREATE ROLE "Crew ""b"".x" NOINHERIT CREATEROLE CREATEDB REPLICATION BYPASSRLS;
GRANT plain TO boss WITH ADMIN OPTION;
GRANT plain, pg_read_all_data TO "Crew ""b"".x";
GRANT boss TO "Crew ""b"".x";
COMMENT ON ROLE plain IS 'of no account';
ALTER ROLE plain SET search_path = app, "My schema", '';
ALTER ROLE plain SET work_mem = '1MB';
ALTER ROLE ALL SET lock_timeout = '3s';
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET my.thing = ''it''''s'' ', current_database());
  EXECUTE format('ALTER ROLE boss IN DATABASE %I SET row_security = off', current_database());
  EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 20', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO pg_monitor', current_database());
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('COMMENT ON DATABASE %I IS ''the one''', current_database());
END $$;
ALTER TABLESPACE "Other ""disk""" SET (seq_page_cost = 2, random_page_cost = 3);
ALTER TABLESPACE "Other ""disk""" OWNER TO pg_monitor;
GRANT CREATE ON TABLESPACE "Other ""disk""" TO pg_read_all_data;
COMMENT ON TABLESPACE "Other ""disk""" IS 'slow';
GRANT SET, ALTER SYSTEM ON PARAMETER log_statement, my.thing TO pg_monitor WITH GRANT OPTION;

-- What lies on other servers.
CREATE EXTENSION postgres_fdw SCHEMA ext;
CREATE FUNCTION app.check_options(text[], oid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FOREIGN DATA WRAPPER dummy VALIDATOR app.check_options OPTIONS (mode 'fast');
CREATE SERVER archive TYPE 'old' VERSION '1' FOREIGN DATA WRAPPER dummy OPTIONS (host 'h');
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'other', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER other;
CREATE USER MAPPING FOR app_rw SERVER other OPTIONS (user 'u', password 'hush');
GRANT USAGE ON FOREIGN DATA WRAPPER dummy TO app_rw;
GRANT USAGE ON FOREIGN SERVER other TO app_rw WITH GRANT OPTION;
ALTER SERVER other OWNER TO app_owner;
COMMENT ON SERVER other IS 'where else';
COMMENT ON FOREIGN DATA WRAPPER dummy IS 'reaches nothing';

CREATE DOMAIN email AS varchar(200) COLLATE "C" DEFAULT 'nobody@example.org' NOT NULL CONSTRAINT one_at CHECK (VALUE ~ '^[^@]+@[^@]+$') CHECK (length(VALUE) > 3);
ALTER DOMAIN email ADD CONSTRAINT lower CHECK (VALUE = lower(VALUE)) NOT VALID;
COMMENT ON CONSTRAINT one_at ON DOMAIN email IS 'as addresses have';
REVOKE USAGE ON DOMAIN email FROM PUBLIC;
GRANT USAGE ON DOMAIN email TO app_ro;
ALTER DOMAIN email OWNER TO app_owner;

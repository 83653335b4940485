SET allow_in_place_tablespaces = on;
-- alone
CREATE TABLESPACE "Other disk" LOCATION '';
-- alone
GRANT CREATE ON TABLESPACE "Other disk" TO app; COMMENT ON TABLESPACE "Other disk" IS 'slow';

CREATE ROLE app;
SET allow_in_place_tablespaces = on;
-- alone
CREATE TABLESPACE "Other disk" LOCATION '';

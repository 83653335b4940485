SET allow_in_place_tablespaces = on;
-- alone
CREATE TABLESPACE other LOCATION '';

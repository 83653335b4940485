SET allow_in_place_tablespaces = on;
-- alone
CREATE TABLESPACE "Other disk" LOCATION '';
-- alone
CREATE TABLE public.t (n int) TABLESPACE "Other disk";

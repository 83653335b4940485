CREATE FUNCTION next_code() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE TABLE codes (code text DEFAULT next_code());

CREATE DOMAIN price AS numeric(10,2);
CREATE FUNCTION fair(p price) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN p >= 0; END $$;
ALTER DOMAIN price ADD CONSTRAINT fair CHECK (fair(VALUE));

CREATE FUNCTION pair(n int, OUT a int, OUT b text) LANGUAGE plpgsql AS $$ BEGIN b := 'x'; END $$;

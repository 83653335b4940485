CREATE FUNCTION pair(n int, OUT a int, OUT b varchar) LANGUAGE plpgsql AS $$ BEGIN b := 'x'; END $$;

CREATE FUNCTION list(n int) RETURNS TABLE (id int, label varchar) LANGUAGE plpgsql ROWS 7 AS $$ BEGIN RETURN; END $$;

CREATE FUNCTION list(n int) RETURNS TABLE (id int, label text) LANGUAGE plpgsql ROWS 7 AS $$ BEGIN RETURN; END $$;

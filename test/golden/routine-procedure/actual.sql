CREATE PROCEDURE act(IN a int, OUT c text, INOUT b int DEFAULT 5) LANGUAGE plpgsql AS $$ BEGIN b := a; c := 'x'; COMMIT; END $$;
GRANT EXECUTE ON PROCEDURE act TO app_rw;
COMMENT ON PROCEDURE act IS 'acts';

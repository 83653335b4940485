COMMENT ON SCHEMA app IS E'somebody''s \\ "note"';

COMMENT ON COLUMN docs.body IS 'what it says';

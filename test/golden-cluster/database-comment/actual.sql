DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''the one''', current_database()); END $$;

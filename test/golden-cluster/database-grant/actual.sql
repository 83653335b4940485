DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO app WITH GRANT OPTION', current_database()); END $$;

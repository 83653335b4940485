DO $$ BEGIN EXECUTE format('ALTER ROLE app IN DATABASE %I SET work_mem = ''2MB''', current_database()); END $$;

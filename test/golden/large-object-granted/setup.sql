DO $$ BEGIN PERFORM lo_create(99993); END $$;

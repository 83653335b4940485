DO $$ DECLARE t text; BEGIN FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'app.p'::regclass LOOP EXECUTE format('ALTER TABLE app.p ENABLE REPLICA TRIGGER %I', t); END LOOP; END $$;

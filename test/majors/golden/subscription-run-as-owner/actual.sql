ALTER SUBSCRIPTION intake SET (run_as_owner = true);

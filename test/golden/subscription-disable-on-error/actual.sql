ALTER SUBSCRIPTION intake SET (disable_on_error = true);

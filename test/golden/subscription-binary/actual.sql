ALTER SUBSCRIPTION intake SET (binary = true);

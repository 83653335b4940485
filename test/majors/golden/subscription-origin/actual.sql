ALTER SUBSCRIPTION intake SET (origin = none);

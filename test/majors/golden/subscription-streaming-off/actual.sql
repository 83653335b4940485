ALTER SUBSCRIPTION intake SET (streaming = off);

ALTER SUBSCRIPTION intake SET (streaming = on);

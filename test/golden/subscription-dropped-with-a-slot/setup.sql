CREATE SUBSCRIPTION intake CONNECTION 'host=/nowhere password=hush' PUBLICATION theirs WITH (connect = false, slot_name = 'theirs');
COMMENT ON SUBSCRIPTION intake IS 'in';

CREATE SUBSCRIPTION intake CONNECTION 'host=/nowhere password=hush' PUBLICATION theirs WITH (connect = false, slot_name = NONE, enabled = false, create_slot = false);

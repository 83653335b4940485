CREATE SUBSCRIPTION intake CONNECTION 'host=/nowhere' PUBLICATION theirs WITH (connect = false, slot_name = 'theirs');
ALTER SUBSCRIPTION intake ENABLE;

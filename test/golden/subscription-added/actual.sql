CREATE SUBSCRIPTION "Fro.m ""x""" CONNECTION 'host=/nowhere password=hush' PUBLICATION "Out.of ""x""", theirs WITH (connect = false, slot_name = NONE, enabled = false, create_slot = false);
COMMENT ON SUBSCRIPTION "Fro.m ""x""" IS 'in';

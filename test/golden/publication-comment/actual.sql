COMMENT ON PUBLICATION feed IS 'to the warehouse';

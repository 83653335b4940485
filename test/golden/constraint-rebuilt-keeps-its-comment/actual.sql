ALTER TABLE orders ADD CONSTRAINT n_once UNIQUE (n);
COMMENT ON CONSTRAINT n_once ON orders IS 'of the constraint';
COMMENT ON INDEX n_once IS 'of the index';
ALTER TABLE orders REPLICA IDENTITY USING INDEX n_once, CLUSTER ON n_once;

COMMENT ON SERVER archive IS 'it''s old';

COMMENT ON COLLATION ordered IS 'by letter';

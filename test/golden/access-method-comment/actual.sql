COMMENT ON ACCESS METHOD other IS 'btree by another name';

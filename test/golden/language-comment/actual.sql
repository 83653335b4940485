COMMENT ON LANGUAGE plother IS 'by another name';

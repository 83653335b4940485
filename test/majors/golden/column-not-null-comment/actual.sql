COMMENT ON CONSTRAINT has_id ON app.users IS 'everybody has a number';

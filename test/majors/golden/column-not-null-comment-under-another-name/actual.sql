ALTER TABLE app.users RENAME CONSTRAINT has_id TO has_number;
COMMENT ON CONSTRAINT has_number ON app.users IS 'everybody has a number';
ALTER TABLE app.users RENAME CONSTRAINT has_name TO named;

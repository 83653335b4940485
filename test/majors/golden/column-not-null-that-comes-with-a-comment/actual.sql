ALTER TABLE app.users ADD CONSTRAINT has_id NOT NULL id;
ALTER TABLE app.users ADD CONSTRAINT has_name NOT NULL name NOT VALID;
COMMENT ON CONSTRAINT has_id ON app.users IS 'everybody has a number';
COMMENT ON CONSTRAINT has_name ON app.users IS 'nobody is nameless';
CREATE TABLE app.orders (id int CONSTRAINT numbered NOT NULL);
COMMENT ON CONSTRAINT numbered ON app.orders IS 'each has a number';

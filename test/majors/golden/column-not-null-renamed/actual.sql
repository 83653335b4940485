ALTER TABLE app.users RENAME CONSTRAINT has_id TO has_number;

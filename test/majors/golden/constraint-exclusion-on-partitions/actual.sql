ALTER TABLE app.stays ADD CONSTRAINT once EXCLUDE USING gist (room WITH =, during WITH &&);

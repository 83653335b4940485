ALTER TABLE bookings ADD CONSTRAINT once EXCLUDE USING gist (during WITH &&);

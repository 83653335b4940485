CREATE INDEX events_n ON events (n);

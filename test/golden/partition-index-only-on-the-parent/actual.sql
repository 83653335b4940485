CREATE INDEX events_n ON ONLY events (n);

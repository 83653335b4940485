CREATE INDEX events_n ON events (n) WHERE n > 0;

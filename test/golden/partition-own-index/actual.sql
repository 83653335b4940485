CREATE INDEX events_2024_n ON events_2024 (n);

CREATE SCHEMA app;
CREATE TABLE app.events (region text, zone text) PARTITION BY LIST (region);
CREATE TABLE app.events_eu PARTITION OF app.events FOR VALUES IN ('eu') PARTITION BY LIST (zone);

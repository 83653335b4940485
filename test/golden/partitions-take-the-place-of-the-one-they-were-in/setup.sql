CREATE SCHEMA app;
CREATE TABLE app.events (region int, zone int) PARTITION BY LIST (region);

CREATE SCHEMA app;
CREATE TABLE app.events (region text, zone int, PRIMARY KEY (region, zone)) PARTITION BY LIST (region);

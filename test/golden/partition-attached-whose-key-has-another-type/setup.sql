CREATE SCHEMA app;
CREATE TABLE app.events (id int, zone int) PARTITION BY RANGE (id);

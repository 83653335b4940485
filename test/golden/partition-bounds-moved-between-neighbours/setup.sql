CREATE SCHEMA app;
CREATE TABLE app.events (id int, body text) PARTITION BY RANGE (id);
CREATE TABLE app.events_rest PARTITION OF app.events DEFAULT;

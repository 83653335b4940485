CREATE SCHEMA app;
CREATE TABLE app.stays (room int, n int) PARTITION BY LIST (room);
CREATE TABLE app.stays_1 PARTITION OF app.stays FOR VALUES IN (1);

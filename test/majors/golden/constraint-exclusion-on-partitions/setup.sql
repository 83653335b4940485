CREATE SCHEMA app;
CREATE EXTENSION btree_gist;
CREATE TABLE app.stays (room int, during tsrange) PARTITION BY LIST (room);
CREATE TABLE app.stays_1 PARTITION OF app.stays FOR VALUES IN (1);

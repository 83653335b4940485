CREATE SCHEMA app;
CREATE TABLE app.events (id int) PARTITION BY LIST (id) USING heap;

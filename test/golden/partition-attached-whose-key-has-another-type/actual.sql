CREATE TABLE app.events_1 (id int, zone smallint) PARTITION BY LIST (zone);

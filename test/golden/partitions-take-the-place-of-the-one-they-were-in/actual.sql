CREATE TABLE app.events_all PARTITION OF app.events FOR VALUES IN (1, 2) PARTITION BY LIST (zone);
CREATE TABLE app.events_1 PARTITION OF app.events_all FOR VALUES IN (1);
CREATE TABLE app.events_2 PARTITION OF app.events_all FOR VALUES IN (2);

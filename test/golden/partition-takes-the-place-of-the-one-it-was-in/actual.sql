CREATE TABLE app.events_eu PARTITION OF app.events FOR VALUES IN ('eu') PARTITION BY LIST (zone);
CREATE TABLE app.events_eu_1 PARTITION OF app.events_eu FOR VALUES IN (1);

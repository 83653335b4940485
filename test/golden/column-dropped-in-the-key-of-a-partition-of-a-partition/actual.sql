ALTER TABLE app.events ADD COLUMN at date;
CREATE TABLE app.events_eu_west PARTITION OF app.events_eu FOR VALUES IN ('west') PARTITION BY RANGE (at);

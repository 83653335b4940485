CREATE TABLE app.events_eu_1 PARTITION OF app.events FOR VALUES IN ('eu');

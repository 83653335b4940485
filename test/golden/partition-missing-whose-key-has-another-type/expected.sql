CREATE TABLE app.events (id app.number, body text) PARTITION BY RANGE (id);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM (1) TO (5);

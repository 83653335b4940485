CREATE TABLE app.event (area text, note text) PARTITION BY LIST (area);
CREATE TABLE app.event_one PARTITION OF app.event FOR VALUES IN ('one');

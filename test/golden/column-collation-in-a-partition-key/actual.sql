CREATE TABLE app.event (area text COLLATE "C", note text) PARTITION BY LIST (area);
CREATE TABLE app.event_one PARTITION OF app.event FOR VALUES IN ('one');

CREATE TABLE app.event (id integer NOT NULL, note text) PARTITION BY RANGE (id);
CREATE TABLE app.event_early PARTITION OF app.event FOR VALUES FROM (0) TO (10);
INSERT INTO app.event VALUES (1, 'one');

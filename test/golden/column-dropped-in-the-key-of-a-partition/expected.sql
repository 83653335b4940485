CREATE TABLE app.event (id integer, area integer) PARTITION BY RANGE (id);
CREATE TABLE app.event_early PARTITION OF app.event FOR VALUES FROM (0) TO (10) PARTITION BY LIST (area);
CREATE TABLE app.event_early_one PARTITION OF app.event_early FOR VALUES IN (1);

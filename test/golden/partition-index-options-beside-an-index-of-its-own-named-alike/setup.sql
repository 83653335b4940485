CREATE TABLE m (id integer, t text) PARTITION BY RANGE (id);

CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (id);

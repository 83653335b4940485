CREATE TABLE events (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL);
CREATE UNIQUE INDEX events_a ON events (a);
CREATE UNIQUE INDEX events_b ON events (b);
ALTER TABLE events REPLICA IDENTITY USING INDEX events_a;

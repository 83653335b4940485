CREATE SCHEMA app;
CREATE TABLE app.stays (room int4range, during tsrange, UNIQUE (room, during WITHOUT OVERLAPS));
CREATE TABLE app.notes (room int4range, during tsrange, CONSTRAINT within FOREIGN KEY (room, PERIOD during) REFERENCES app.stays (room, PERIOD during));

CREATE SCHEMA app;
CREATE TABLE app.stays (room int4range, during tsrange, CONSTRAINT once PRIMARY KEY (room, during));

CREATE TYPE app.size AS (number int);
CREATE DOMAIN app.color AS text;
CREATE TABLE app.boxes (size app.size, sizes app.size[], color app.color);
CREATE VIEW app.sizes AS SELECT size FROM app.boxes;

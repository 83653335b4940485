CREATE TABLE devices (id int, ports int, name text);
CREATE INDEX ON devices (ports);
INSERT INTO devices VALUES (1, 2, 'a');

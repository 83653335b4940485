CREATE SCHEMA app;
CREATE TABLE app.t (id int, c text DEFAULT 'n', g text GENERATED ALWAYS AS (upper(c)) STORED, CONSTRAINT ck CHECK (c <> '' AND length(c) > 1), CONSTRAINT l CHECK (c IN ('a', 'b')));
CREATE INDEX i ON app.t (lower(c)) WHERE c <> 'x';
CREATE STATISTICS app.s ON id, (lower(c)) FROM app.t;
CREATE INDEX j ON app.t (c text_pattern_ops);

CREATE SCHEMA app;
CREATE TABLE app.lines (price int, number int, total int GENERATED ALWAYS AS (price * number) STORED, CHECK (total >= 0));
CREATE INDEX by_total ON app.lines (total);
CREATE VIEW app.totals AS SELECT total FROM app.lines;
CREATE TABLE app.heirs (total int GENERATED ALWAYS AS (price + number) STORED) INHERITS (app.lines);
GRANT SELECT (total) ON app.lines TO app_ro;
COMMENT ON COLUMN app.lines.total IS 'what it comes to';

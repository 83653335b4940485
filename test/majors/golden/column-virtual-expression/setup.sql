CREATE SCHEMA app;
CREATE TABLE app.lines (price int, number int, total int GENERATED ALWAYS AS (price * number));
CREATE VIEW app.totals AS SELECT total FROM app.lines;

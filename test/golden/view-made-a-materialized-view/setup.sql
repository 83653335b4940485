CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, total int);
CREATE VIEW app.sums AS SELECT id, sum(total) AS total FROM app.orders GROUP BY id;
CREATE VIEW app.high AS SELECT * FROM app.sums WHERE total > 100;
GRANT SELECT ON app.sums TO app_ro;

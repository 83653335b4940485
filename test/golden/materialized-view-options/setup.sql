CREATE TABLE sales (day date, amount numeric);
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 80, autovacuum_enabled = off) AS SELECT day FROM sales;

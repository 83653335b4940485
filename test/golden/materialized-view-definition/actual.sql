CREATE MATERIALIZED VIEW totals AS SELECT day, max(amount) AS total FROM sales GROUP BY day;
CREATE UNIQUE INDEX totals_day ON totals (day);

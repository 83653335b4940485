CREATE MATERIALIZED VIEW totals WITH (fillfactor = 80) TABLESPACE other_disk AS SELECT day, sum(amount) AS total FROM sales GROUP BY day WITH NO DATA;
CREATE UNIQUE INDEX totals_day ON totals (day);
ALTER MATERIALIZED VIEW totals CLUSTER ON totals_day;
GRANT SELECT ON totals TO app_ro;
COMMENT ON COLUMN totals.total IS 'of the day';

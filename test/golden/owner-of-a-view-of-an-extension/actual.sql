ALTER VIEW pg_stat_statements OWNER TO app_rw;
GRANT SELECT ON pg_stat_statements TO PUBLIC;

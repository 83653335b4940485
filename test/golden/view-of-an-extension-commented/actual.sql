COMMENT ON VIEW pg_buffercache IS 'for the dashboard';

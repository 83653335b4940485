GRANT SELECT (body), UPDATE (body) ON bodies TO app_ro WITH GRANT OPTION;

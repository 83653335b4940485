CREATE LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler;

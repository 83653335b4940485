CREATE TRUSTED LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler;
REVOKE USAGE ON LANGUAGE plother FROM PUBLIC;

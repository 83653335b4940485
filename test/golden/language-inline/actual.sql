CREATE OR REPLACE LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler INLINE pg_catalog.plpgsql_inline_handler;

CREATE LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler;
CREATE FUNCTION public.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION public.one() RETURNS integer LANGUAGE plother AS 'BEGIN RETURN 1; END';

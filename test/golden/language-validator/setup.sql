CREATE LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler VALIDATOR pg_catalog.plpgsql_validator;
CREATE FUNCTION public.one() RETURNS integer LANGUAGE plother AS 'BEGIN RETURN 1; END';

CREATE LANGUAGE plother HANDLER pg_catalog.plpgsql_call_handler; CREATE FUNCTION public.f() RETURNS int LANGUAGE plother AS 'BEGIN RETURN 1; END';

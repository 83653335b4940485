CREATE FUNCTION public.answer() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FUNCTION public.check_options(text[], oid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FOREIGN DATA WRAPPER "Far ""a.way""" HANDLER public.answer VALIDATOR public.check_options OPTIONS ("Mode" 'it''s = fast', "a b" '');
COMMENT ON FOREIGN DATA WRAPPER "Far ""a.way""" IS 'hostile';
GRANT USAGE ON FOREIGN DATA WRAPPER "Far ""a.way""" TO app_rw WITH GRANT OPTION;

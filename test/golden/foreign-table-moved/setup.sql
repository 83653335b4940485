CREATE FUNCTION public.answer() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler'; CREATE FOREIGN DATA WRAPPER far HANDLER public.answer; CREATE SERVER away FOREIGN DATA WRAPPER far; CREATE USER MAPPING FOR PUBLIC SERVER away; CREATE FOREIGN TABLE public.there (n int, m int) SERVER away; GRANT USAGE ON FOREIGN SERVER away TO app_ro;
CREATE SCHEMA elsewhere;

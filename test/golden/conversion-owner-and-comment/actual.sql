ALTER CONVERSION public.c OWNER TO app_owner;
COMMENT ON CONVERSION public.c IS 'for old clients';

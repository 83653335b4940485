CREATE FUNCTION public.check_options(text[], oid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
ALTER FOREIGN DATA WRAPPER far VALIDATOR public.check_options;

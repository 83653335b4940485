REVOKE EXECUTE ON FUNCTION public.akeys(public.hstore) FROM PUBLIC;

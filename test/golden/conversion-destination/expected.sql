CREATE CONVERSION public.c FOR 'UTF8' TO 'LATIN2' FROM pg_catalog.utf8_to_iso8859;

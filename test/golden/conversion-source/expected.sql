CREATE CONVERSION public.c FOR 'LATIN2' TO 'UTF8' FROM pg_catalog.iso8859_to_utf8;

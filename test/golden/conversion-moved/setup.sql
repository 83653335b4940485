CREATE CONVERSION public.c FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8;
CREATE SCHEMA elsewhere;

ALTER CONVERSION public.c SET SCHEMA elsewhere;

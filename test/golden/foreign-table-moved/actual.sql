ALTER FOREIGN TABLE public.there SET SCHEMA elsewhere;

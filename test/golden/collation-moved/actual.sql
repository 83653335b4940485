ALTER COLLATION public.german SET SCHEMA elsewhere;

ALTER TYPE public.pair ALTER ATTRIBUTE r TYPE bigint;

CREATE FUNCTION public.collect(text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.collect(text, integer, integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.pick(text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.pick(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';

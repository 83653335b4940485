CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE FUNCTION public.number(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION public.other(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2';
CREATE CAST (public.mood AS integer) WITH FUNCTION public.number(public.mood);

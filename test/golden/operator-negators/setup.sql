CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE FUNCTION public.eq(public.mood, public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
CREATE FUNCTION public.ne(public.mood, public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> $2';
CREATE FUNCTION public.lt(public.mood, public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 < $2';
CREATE FUNCTION public.gt(public.mood, public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';
CREATE FUNCTION public.not_(public.mood) RETURNS public.mood LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE public.t (m public.mood);

CREATE PROCEDURE public.f(OUT a integer, b integer, c integer) LANGUAGE sql AS 'SELECT b - c';
CREATE PROCEDURE public.f(a integer, b integer, c integer) LANGUAGE sql AS 'SELECT a - b';

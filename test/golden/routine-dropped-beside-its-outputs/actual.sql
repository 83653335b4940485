DROP PROCEDURE public.f(IN integer, IN integer, IN integer);

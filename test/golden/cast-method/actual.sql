CREATE CAST (public.mood AS integer) WITH INOUT;

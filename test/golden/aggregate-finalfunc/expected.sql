CREATE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint);

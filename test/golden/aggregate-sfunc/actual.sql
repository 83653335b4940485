CREATE OR REPLACE AGGREGATE public.total(integer) (SFUNC = public.leap, STYPE = bigint);

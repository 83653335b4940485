CREATE OR REPLACE AGGREGATE public.total(value integer) (SFUNC = public.step, STYPE = bigint);

CREATE OR REPLACE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint, SSPACE = 4096);

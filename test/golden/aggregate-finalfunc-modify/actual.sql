CREATE OR REPLACE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint, FINALFUNC_MODIFY = READ_WRITE);

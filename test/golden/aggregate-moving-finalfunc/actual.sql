CREATE OR REPLACE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint, MSFUNC = public.step, MINVFUNC = public.back, MSTYPE = bigint, MFINALFUNC = public.finish);

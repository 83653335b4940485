CREATE AGGREGATE public.total(integer) (SFUNC = public.step, STYPE = bigint, FINALFUNC = public.finish, FINALFUNC_EXTRA);

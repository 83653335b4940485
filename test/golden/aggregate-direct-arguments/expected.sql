CREATE AGGREGATE public.chosen(integer ORDER BY integer) (SFUNC = public.collect, STYPE = text, FINALFUNC_MODIFY = READ_WRITE, FINALFUNC = public.pick);

CREATE AGGREGATE public.chosen(ORDER BY integer, integer) (SFUNC = public.collect, STYPE = text, FINALFUNC_MODIFY = READ_WRITE, FINALFUNC = public.pick);

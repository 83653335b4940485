DROP AGGREGATE public.total(integer) CASCADE;

CREATE OPERATOR CLASS public.number_ops FOR TYPE bigint USING btree FAMILY public.numbers AS STORAGE bigint;

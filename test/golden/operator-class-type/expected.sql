CREATE OPERATOR CLASS public.number_ops FOR TYPE integer USING btree FAMILY public.numbers AS STORAGE integer;

CREATE OPERATOR FAMILY public.numbers USING btree;

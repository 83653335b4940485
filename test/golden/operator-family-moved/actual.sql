ALTER OPERATOR FAMILY public.numbers USING btree SET SCHEMA elsewhere;

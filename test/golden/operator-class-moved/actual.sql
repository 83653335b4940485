ALTER OPERATOR CLASS public.number_ops USING btree SET SCHEMA elsewhere;

ALTER OPERATOR CLASS public.number_ops USING btree RENAME TO int_ops;

CREATE TABLE public.t (a integer, b integer, EXCLUDE USING btree ((a + b) WITH =));

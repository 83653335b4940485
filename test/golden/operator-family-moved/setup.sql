CREATE OPERATOR FAMILY public.numbers USING btree; CREATE OPERATOR CLASS public.number_ops FOR TYPE int4 USING btree FAMILY public.numbers AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4); CREATE TABLE public.t (n int); CREATE INDEX ON public.t (n public.number_ops);
CREATE SCHEMA elsewhere;

CREATE TABLE public.p (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE INDEX ON public.p1 USING hash (b);
CREATE INDEX p1_same_idx ON public.p1 (b);
CREATE INDEX ON public.p (b);
CREATE INDEX p1_again_idx ON public.p1 (b);

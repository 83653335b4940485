CREATE TABLE public.p (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE public.early PARTITION OF public.p FOR VALUES IN (1);
CREATE INDEX ON public.p (b);
CREATE INDEX again ON public.early (b);

CREATE TABLE public.p (a integer PRIMARY KEY) PARTITION BY LIST (a);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.f (a integer REFERENCES public.p1 (a));

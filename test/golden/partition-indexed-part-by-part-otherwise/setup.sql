CREATE TABLE public.e (at date NOT NULL, n integer) PARTITION BY RANGE (at);
CREATE TABLE public.e1 PARTITION OF public.e FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.e2 PARTITION OF public.e FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX e_n ON ONLY public.e (n);
CREATE INDEX e1_n ON public.e1 (n) WITH (fillfactor = 40);
ALTER INDEX public.e_n ATTACH PARTITION public.e1_n;

CREATE TYPE public.status AS ENUM ('new', 'paid');
CREATE TABLE public.orders (id int, status public.status NOT NULL DEFAULT 'new', at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.orders_1 PARTITION OF public.orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.orders_2 PARTITION OF public.orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX ON public.orders (status);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted AFTER UPDATE OF status ON public.orders FOR EACH ROW EXECUTE FUNCTION public.note();
INSERT INTO public.orders VALUES (1, 'paid', '2025-03-01'), (2, 'new', '2026-03-01');

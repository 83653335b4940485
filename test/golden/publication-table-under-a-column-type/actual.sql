ALTER TABLE public.orders ALTER id TYPE bigint;
ALTER PUBLICATION feed ADD TABLE public.orders (id) WHERE (id > 3);

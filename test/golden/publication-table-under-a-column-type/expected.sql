ALTER PUBLICATION feed ADD TABLE public.orders (id) WHERE (id > 3);

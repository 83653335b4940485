ALTER PUBLICATION feed SET TABLE public.orders (id, secret, price) WHERE (price > 0);

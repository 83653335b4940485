ALTER PUBLICATION feed SET TABLE public.orders WHERE (id > 3 OR city IN ('a', 'b'));

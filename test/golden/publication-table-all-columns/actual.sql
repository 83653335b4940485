ALTER PUBLICATION feed SET TABLE public.orders, public.clients;

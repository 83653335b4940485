ALTER PUBLICATION feed ADD TABLE public.clients;

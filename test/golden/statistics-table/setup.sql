CREATE TABLE public.orders (city text, zip text);
CREATE TABLE public.clients (city text, zip text);

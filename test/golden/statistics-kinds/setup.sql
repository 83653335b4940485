CREATE TABLE public.orders (city text, zip text);

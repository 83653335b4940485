CREATE TABLE public.orders (city varchar(20), zip text);

CREATE TABLE public.orders (id int PRIMARY KEY, price int, secret text);
CREATE PUBLICATION feed FOR TABLE public.orders (id, price) WHERE (price > 0);

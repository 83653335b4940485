CREATE TABLE public.orders (id int PRIMARY KEY, price int);
CREATE PUBLICATION feed FOR TABLE public.orders (id) WHERE (id > 3);

CREATE TABLE public.orders (id int PRIMARY KEY, price int, city text);
CREATE PUBLICATION feed FOR TABLE public.orders WHERE (id > 3);

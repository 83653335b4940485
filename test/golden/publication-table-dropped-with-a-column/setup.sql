CREATE TABLE public.orders (id int PRIMARY KEY, price int, city text);
CREATE PUBLICATION feed FOR TABLE public.orders (id, price) WHERE (city = 'a');

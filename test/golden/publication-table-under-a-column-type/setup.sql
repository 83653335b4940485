CREATE TABLE public.orders (id int PRIMARY KEY, price int);
CREATE PUBLICATION feed;

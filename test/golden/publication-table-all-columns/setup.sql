CREATE TABLE public.orders (id int PRIMARY KEY, price int, secret text);
CREATE TABLE public.clients (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE public.orders (id, price), public.clients;

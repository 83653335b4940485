CREATE TABLE public.orders (id int PRIMARY KEY);
CREATE TABLE public.clients (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE public.orders;

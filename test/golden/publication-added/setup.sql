CREATE SCHEMA "My.App";
CREATE TABLE "My.App"."T ""x""" ("A b" int PRIMARY KEY, "select" text, c int);
CREATE TABLE public.orders (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE public.orders_1 PARTITION OF public.orders FOR VALUES IN (1);
CREATE TABLE public.base (id int);
CREATE TABLE public.heir () INHERITS (public.base);

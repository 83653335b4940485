CREATE TABLE public.t (a integer PRIMARY KEY, b text);
CREATE TABLE public.u (a integer PRIMARY KEY);
CREATE SCHEMA app;
CREATE PUBLICATION p FOR TABLE public.t WHERE (a > 1), public.u, TABLES IN SCHEMA app;

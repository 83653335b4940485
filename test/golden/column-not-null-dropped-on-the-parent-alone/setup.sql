CREATE TABLE public.p (a integer NOT NULL, b text);
CREATE TABLE public.c (x integer) INHERITS (public.p);

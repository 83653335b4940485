CREATE TABLE public.p (a integer NOT NULL, b text);
CREATE TABLE public.h (x integer, a integer) INHERITS (public.p);
CREATE VIEW public.v AS SELECT a FROM public.h;

CREATE TABLE public.p (a integer NOT NULL, b text DEFAULT 'x', CHECK (a > 0));
CREATE TABLE public.c (x integer) INHERITS (public.p);
CREATE TABLE public.d (y integer) INHERITS (public.p);

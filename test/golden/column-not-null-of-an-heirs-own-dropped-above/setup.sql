CREATE TABLE public.p (a integer NOT NULL, b text);
CREATE TABLE public.h (x integer, a integer NOT NULL) INHERITS (public.p);
CREATE TABLE public.hh () INHERITS (public.h);

CREATE TABLE public.p (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE public.h (a integer NOT NULL, b integer GENERATED ALWAYS AS (a * 2) STORED);
ALTER TABLE public.h INHERIT public.p;

CREATE TYPE public.ct AS (a integer, b text);
CREATE TABLE public.t OF public.ct (a WITH OPTIONS DEFAULT 5 NOT NULL, PRIMARY KEY (a));
CREATE TABLE public.u OF public.ct;
ALTER TABLE public.t ALTER b SET STORAGE EXTERNAL;
CREATE INDEX ON public.t (b);
GRANT SELECT (b) ON public.u TO app_ro;
CREATE VIEW public.v AS SELECT b || 'x' AS x FROM public.t;

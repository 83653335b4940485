DROP VIEW public.v;
ALTER TABLE public.p ALTER a TYPE bigint;
CREATE VIEW public.v AS SELECT a FROM public.h;

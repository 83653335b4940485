DROP VIEW public.notes;
ALTER TABLE public.orders ALTER note TYPE text;
CREATE VIEW public.notes AS SELECT note FROM public.orders;

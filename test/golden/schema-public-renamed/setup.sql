CREATE TABLE public.visit (id integer PRIMARY KEY, note text);
CREATE VIEW public.visits AS SELECT id FROM public.visit;

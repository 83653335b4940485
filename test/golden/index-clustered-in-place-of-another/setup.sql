CREATE TABLE public.t (id integer PRIMARY KEY, a integer);
CREATE INDEX early ON public.t (a);
CREATE INDEX zlate ON public.t (a, id);
ALTER TABLE public.t CLUSTER ON zlate;

CREATE TABLE public.t (id int NOT NULL, a text); CREATE UNIQUE INDEX t_by_id ON public.t (id); ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_by_id;

CREATE TABLE public.kept (id int);

CREATE TABLE public.t (n int); CREATE TABLE public.log (n int); CREATE RULE keep AS ON INSERT TO public.t DO ALSO INSERT INTO public.log (n) VALUES (new.n);

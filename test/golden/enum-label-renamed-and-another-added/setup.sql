CREATE TYPE public.e AS ENUM ('a', 'b''s', 'c');
CREATE TABLE public.t (e public.e DEFAULT 'b''s');
INSERT INTO public.t VALUES ('a'), ('c');
CREATE VIEW public.v AS SELECT 'b''s'::public.e AS e FROM public.t WHERE e > 'b''s';

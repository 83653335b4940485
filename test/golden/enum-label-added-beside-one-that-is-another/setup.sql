CREATE TYPE public.e AS ENUM ('a', 'b', 'c');
CREATE TABLE public.t (e public.e DEFAULT 'a');
INSERT INTO public.t VALUES ('a'), ('c');

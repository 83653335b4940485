CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE TABLE public.people (id int, mood public.mood NOT NULL DEFAULT 'ok');
INSERT INTO public.people VALUES (1, 'sad');

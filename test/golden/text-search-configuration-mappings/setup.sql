CREATE TEXT SEARCH CONFIGURATION public.search (COPY = pg_catalog.english);
CREATE TABLE public.t (a text, words tsvector GENERATED ALWAYS AS (to_tsvector('public.search', a)) STORED);

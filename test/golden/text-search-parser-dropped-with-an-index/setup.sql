CREATE TEXT SEARCH PARSER public.words (START = pg_catalog.prsd_start, GETTOKEN = pg_catalog.prsd_nexttoken, END = pg_catalog.prsd_end, LEXTYPES = pg_catalog.prsd_lextype);
CREATE TEXT SEARCH CONFIGURATION public.search (PARSER = public.words);
ALTER TEXT SEARCH CONFIGURATION public.search ADD MAPPING FOR word WITH simple;
CREATE TABLE public.t (a text);
CREATE INDEX t_a ON public.t USING gin (to_tsvector('public.search', a));

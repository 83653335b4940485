CREATE TEXT SEARCH PARSER public.words (START = pg_catalog.prsd_start, GETTOKEN = public.next_, END = pg_catalog.prsd_end, LEXTYPES = pg_catalog.prsd_lextype);

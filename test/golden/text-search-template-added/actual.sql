CREATE TEXT SEARCH TEMPLATE public.plain (INIT = pg_catalog.dsimple_init, LEXIZE = pg_catalog.dsimple_lexize);

CREATE TEXT SEARCH TEMPLATE public.plain (INIT = pg_catalog.dsimple_init, LEXIZE = public.lexize_);
CREATE TEXT SEARCH DICTIONARY public.dict (TEMPLATE = public.plain);

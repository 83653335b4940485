CREATE TEXT SEARCH TEMPLATE public.plain (LEXIZE = pg_catalog.dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY public.dict (TEMPLATE = public.plain);

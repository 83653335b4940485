CREATE TEXT SEARCH DICTIONARY public.dict (TEMPLATE = pg_catalog.snowball, LANGUAGE = german, STOPWORDS = 'german');

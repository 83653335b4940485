CREATE TEXT SEARCH CONFIGURATION public.search (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.search DROP MAPPING FOR email, url;

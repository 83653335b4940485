CREATE TEXT SEARCH CONFIGURATION public.search (PARSER = public.words);

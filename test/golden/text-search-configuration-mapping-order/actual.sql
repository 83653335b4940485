ALTER TEXT SEARCH CONFIGURATION public.search ALTER MAPPING FOR word WITH english_stem, simple;

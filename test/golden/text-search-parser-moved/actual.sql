ALTER TEXT SEARCH PARSER public.words SET SCHEMA elsewhere;

COMMENT ON TEXT SEARCH PARSER public.words IS 'it''s';

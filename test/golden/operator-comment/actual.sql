COMMENT ON OPERATOR public.=== (public.mood, public.mood) IS 'it''s';

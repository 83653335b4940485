COMMENT ON CAST (public.mood AS integer) IS 'it''s';

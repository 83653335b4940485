CREATE OPERATOR public.~~~ (FUNCTION = public.not_, RIGHTARG = public.mood);
COMMENT ON OPERATOR public.~~~ (NONE, public.mood) IS 'it''s';

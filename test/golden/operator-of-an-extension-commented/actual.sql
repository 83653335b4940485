COMMENT ON OPERATOR public.= (public.citext, public.citext) IS 'not by letter case';

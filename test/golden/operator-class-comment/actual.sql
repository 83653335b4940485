COMMENT ON OPERATOR CLASS public.mood_ops USING btree IS 'it''s';

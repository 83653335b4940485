COMMENT ON OPERATOR FAMILY public.moods USING btree IS 'it''s';

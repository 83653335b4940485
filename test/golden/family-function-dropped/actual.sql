ALTER OPERATOR FAMILY public.moods USING btree DROP FUNCTION 1 (public.mood, integer);

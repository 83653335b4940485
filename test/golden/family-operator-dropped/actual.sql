ALTER OPERATOR FAMILY public.moods USING btree DROP OPERATOR 1 (public.mood, integer);

ALTER OPERATOR FAMILY public.moods USING btree ADD OPERATOR 1 public.<<~ (public.mood, integer);

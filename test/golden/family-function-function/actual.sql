ALTER OPERATOR FAMILY public.moods USING btree ADD FUNCTION 1 (public.mood, integer) public.compare_more(public.mood, integer);

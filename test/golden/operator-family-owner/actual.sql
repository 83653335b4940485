ALTER OPERATOR FAMILY public.moods USING btree OWNER TO app_owner;

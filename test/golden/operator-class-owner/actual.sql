ALTER OPERATOR CLASS public.mood_ops USING btree OWNER TO app_owner;

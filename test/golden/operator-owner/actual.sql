ALTER OPERATOR public.=== (public.mood, public.mood) OWNER TO app_owner;

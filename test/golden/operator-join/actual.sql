ALTER OPERATOR public.=== (public.mood, public.mood) SET (JOIN = NONE);

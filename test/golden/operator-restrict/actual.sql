ALTER OPERATOR public.=== (public.mood, public.mood) SET (RESTRICT = eqsel);

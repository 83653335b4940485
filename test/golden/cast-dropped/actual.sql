DROP CAST (public.mood AS integer);

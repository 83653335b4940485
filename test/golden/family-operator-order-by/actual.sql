ALTER OPERATOR FAMILY public.places USING gist ADD OPERATOR 15 public.<~> (point, box) FOR ORDER BY public.orders;

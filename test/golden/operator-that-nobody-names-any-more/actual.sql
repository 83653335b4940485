DROP OPERATOR public.=== (boolean, boolean);

ALTER OPERATOR public.=== (integer, integer) SET (HASHES, MERGES);

ALTER COLLATION public.german RENAME TO deutsch;

ALTER FOREIGN TABLE public.there RENAME TO yonder;

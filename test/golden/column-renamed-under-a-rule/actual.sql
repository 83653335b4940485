ALTER TABLE public.log RENAME n TO number;

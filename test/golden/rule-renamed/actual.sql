ALTER RULE keep ON public.t RENAME TO remember;

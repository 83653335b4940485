GRANT SELECT, INSERT ON public.orders TO app_rw;

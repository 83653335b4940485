ALTER FOREIGN TABLE public.orders OWNER TO app_owner;

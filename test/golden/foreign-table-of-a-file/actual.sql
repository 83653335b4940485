ALTER FOREIGN TABLE public.orders OPTIONS (SET filename '/dev/zero', ADD header 'true');

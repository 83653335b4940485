ALTER FOREIGN TABLE public.orders OPTIONS (ADD "Secret" 'hush');

CREATE FOREIGN TABLE public.orders (id int) SERVER archive OPTIONS (bucket 'b', access_token 'hush');

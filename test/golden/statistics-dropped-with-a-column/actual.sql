ALTER TABLE public.orders DROP COLUMN zip;

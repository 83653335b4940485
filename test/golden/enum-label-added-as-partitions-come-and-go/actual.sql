-- alone
ALTER TYPE public.status ADD VALUE 'returned' BEFORE 'paid';
-- alone
ALTER TABLE public.orders DETACH PARTITION public.orders_1;
CREATE TABLE public.orders_3 PARTITION OF public.orders FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

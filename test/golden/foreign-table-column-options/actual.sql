ALTER FOREIGN TABLE public.orders ALTER COLUMN id OPTIONS (SET column_name 'it''s', DROP gone, ADD "New one" '');

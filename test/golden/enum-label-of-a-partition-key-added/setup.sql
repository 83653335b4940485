CREATE TYPE public.region AS ENUM ('east', 'west');
CREATE TABLE public.sales (region public.region, n int) PARTITION BY LIST (region);
CREATE TABLE public.sales_east PARTITION OF public.sales FOR VALUES IN ('east');

ALTER TABLE public.t ALTER b TYPE varchar(10);

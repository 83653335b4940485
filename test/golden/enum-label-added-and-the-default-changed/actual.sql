-- alone
ALTER TYPE public.mood ADD VALUE 'glad';
-- alone
ALTER TABLE public.people ALTER mood SET DEFAULT 'glad', ALTER mood DROP NOT NULL;

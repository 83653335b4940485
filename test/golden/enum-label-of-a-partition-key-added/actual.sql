-- alone
ALTER TYPE public.region ADD VALUE 'north';

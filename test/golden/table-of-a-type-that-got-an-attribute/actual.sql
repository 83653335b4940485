ALTER TYPE public.ct ADD ATTRIBUTE "c D" numeric(5,2) CASCADE;

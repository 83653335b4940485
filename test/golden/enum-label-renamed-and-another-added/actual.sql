ALTER TYPE public.e RENAME VALUE 'b''s' TO 'B';
-- alone
ALTER TYPE public.e ADD VALUE 'd';

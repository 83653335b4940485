ALTER TYPE public.e RENAME VALUE 'b' TO 'B';
-- alone
ALTER TYPE public.e ADD VALUE 'd' AFTER 'B';

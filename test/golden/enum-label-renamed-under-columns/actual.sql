ALTER TYPE public.e RENAME VALUE 'b''s' TO 'B';

DROP INDEX public.e_n;

ALTER TABLE public.kid NO INHERIT public.f;
ALTER FOREIGN TABLE public.far NO INHERIT public.f;
DROP FOREIGN TABLE public.f;
CREATE FOREIGN TABLE public.f (a integer NOT NULL, b text) SERVER two;
ALTER TABLE public.kid INHERIT public.f;
ALTER FOREIGN TABLE public.far INHERIT public.f;

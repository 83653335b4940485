CREATE TYPE public.a AS ENUM ('x');

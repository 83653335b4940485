CREATE TYPE public.pair AS (r float8, i float8);
CREATE DOMAIN public.positive AS public.pair CONSTRAINT is_right CHECK ((VALUE).r > 0);

CREATE OPERATOR FAMILY public.places USING gist;
CREATE FUNCTION public.far(point, box) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR public.<~> (FUNCTION = public.far, LEFTARG = point, RIGHTARG = box);
CREATE OPERATOR FAMILY public.orders USING btree;

CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.mood, RIGHTARG = public.mood);
CREATE VIEW public.v AS SELECT m FROM public.t WHERE m OPERATOR(public.===) 'ok';

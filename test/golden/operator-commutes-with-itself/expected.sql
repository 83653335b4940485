CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.mood, RIGHTARG = public.mood, COMMUTATOR = OPERATOR(public.===));
CREATE VIEW public.v AS SELECT m FROM public.t WHERE m OPERATOR(public.===) 'ok';

CREATE OPERATOR CLASS public."select.*" FOR TYPE public.mood USING btree FAMILY public."a ""family" AS OPERATOR 1 public.<<<, OPERATOR 2 public.<<=, OPERATOR 3 public.===, OPERATOR 4 public.>>=, OPERATOR 5 public.>>>, FUNCTION 1 public.compare(public.mood, public.mood);
CREATE INDEX t_m ON public.t (m public."select.*");

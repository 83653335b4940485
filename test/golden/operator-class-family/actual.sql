CREATE OPERATOR CLASS public.mood_ops FOR TYPE public.mood USING btree FAMILY public.others AS OPERATOR 1 public.<<<, OPERATOR 2 public.<<=, OPERATOR 3 public.===, OPERATOR 4 public.>>=, OPERATOR 5 public.>>>, FUNCTION 1 public.compare(public.mood, public.mood);
CREATE INDEX t_m ON public.t (m public.mood_ops);

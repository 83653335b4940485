CREATE ACCESS METHOD other TYPE TABLE HANDLER public.handler;
CREATE TABLE public.t (id int) USING other;

CREATE ACCESS METHOD other TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
CREATE TABLE public.t (id int) USING other;

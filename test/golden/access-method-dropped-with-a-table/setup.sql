CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
CREATE TABLE public.t (id int) USING other_heap;

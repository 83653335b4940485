CREATE ACCESS METHOD other_heap TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;

CREATE ACCESS METHOD other TYPE INDEX HANDLER pg_catalog.hashhandler;

GRANT USAGE ON SEQUENCE lexicon_number TO app_rw;

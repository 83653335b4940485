ALTER TABLE lexicon OWNER TO app_rw;

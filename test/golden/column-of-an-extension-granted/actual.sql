GRANT UPDATE (word) ON lexicon TO app_rw;

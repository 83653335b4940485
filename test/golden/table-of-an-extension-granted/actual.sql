GRANT SELECT ON lexicon TO app_ro;

COMMENT ON COLUMN lexicon.word IS 'lower case';

ALTER TABLE lexicon DISABLE TRIGGER lexicon_touch;

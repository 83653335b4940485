ALTER POLICY lexicon_write ON lexicon WITH CHECK (used < 9);

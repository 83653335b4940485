CREATE POLICY lexicon_write ON lexicon FOR INSERT TO app_rw WITH CHECK (used = 0);

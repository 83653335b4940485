CREATE POLICY own ON accounts USING (id > 0) WITH CHECK (owner = CURRENT_USER);

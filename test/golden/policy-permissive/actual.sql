CREATE POLICY own ON accounts USING (id > 0);

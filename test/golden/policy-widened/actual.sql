ALTER POLICY own ON accounts USING (true);

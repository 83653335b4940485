DROP POLICY own ON accounts;

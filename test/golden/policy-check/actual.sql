ALTER POLICY own ON accounts WITH CHECK (owner = CURRENT_USER OR id > 5);

CREATE TABLE accounts (id int PRIMARY KEY, owner text);
CREATE POLICY own ON accounts TO app_rw, "Robert ""Bob"" O'Ünal" USING (id > 0);

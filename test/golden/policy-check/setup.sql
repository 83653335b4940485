CREATE TABLE accounts (id int PRIMARY KEY, owner text);
CREATE POLICY own ON accounts FOR INSERT WITH CHECK (owner = CURRENT_USER);

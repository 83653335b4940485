CREATE TABLE accounts (id int PRIMARY KEY, owner text);
CREATE POLICY own ON accounts USING (owner = CURRENT_USER) WITH CHECK (owner <> '');

ALTER TABLE users ADD COLUMN must_have int NOT NULL;

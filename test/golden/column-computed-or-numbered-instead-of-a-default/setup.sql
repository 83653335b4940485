CREATE TABLE orders (name text, code text DEFAULT 'none', number int NOT NULL DEFAULT 3);

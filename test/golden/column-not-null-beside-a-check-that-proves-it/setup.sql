CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, "Name" text, CONSTRAINT filled CHECK (email IS NOT NULL AND "Name" <> ''));

CREATE EXTENSION pg_trgm;
CREATE TABLE users (a text, b text COLLATE "C", c int, d jsonb, e name);

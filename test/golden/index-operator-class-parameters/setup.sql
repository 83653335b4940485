CREATE EXTENSION pg_trgm;
CREATE TABLE users (a text);

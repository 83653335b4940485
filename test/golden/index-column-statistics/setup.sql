CREATE TABLE users (a text, b text);
CREATE INDEX users_lower ON users (b, lower(a));

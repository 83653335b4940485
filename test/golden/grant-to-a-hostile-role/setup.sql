CREATE TABLE users (id int, name text);
CREATE SEQUENCE numbers;

CREATE DOMAIN amount AS bigint;
CREATE DOMAIN positive AS amount NOT NULL CHECK (value > 0);
CREATE TABLE orders (id int, total positive);
INSERT INTO orders VALUES (1, 200);

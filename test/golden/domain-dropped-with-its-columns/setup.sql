CREATE DOMAIN price AS numeric CHECK (VALUE >= 0);
CREATE TYPE offer AS (price price, name text);
CREATE TABLE orders (id int PRIMARY KEY, total price DEFAULT 1, offer offer);
CREATE INDEX orders_total ON orders (total);
CREATE VIEW dear_orders AS SELECT id FROM orders WHERE total > 100;
CREATE FUNCTION twice(p price) RETURNS int LANGUAGE sql AS 'SELECT 1';

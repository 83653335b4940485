CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0);
CREATE DOMAIN discount AS price NOT NULL DEFAULT 5;
ALTER TABLE orders ADD total price, ADD off discount, ADD totals price[];
CREATE FUNCTION twice(p price) RETURNS price LANGUAGE sql BEGIN ATOMIC SELECT p * 2; END;

CREATE DOMAIN price AS numeric DEFAULT 0; CREATE DOMAIN discount AS price; CREATE TABLE orders (total price, off discount);

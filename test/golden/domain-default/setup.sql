CREATE DOMAIN price AS numeric DEFAULT 0; CREATE TABLE orders (total price);

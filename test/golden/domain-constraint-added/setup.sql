CREATE DOMAIN price AS numeric; CREATE TABLE orders (total price);

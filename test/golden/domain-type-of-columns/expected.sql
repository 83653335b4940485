CREATE DOMAIN shop.price AS numeric(10,2); CREATE TABLE shop.orders (total shop.price);

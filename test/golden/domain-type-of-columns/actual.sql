CREATE DOMAIN shop.price AS numeric(12,4); CREATE TABLE shop.orders (total shop.price);

CREATE DOMAIN shop.price AS numeric(10,2); CREATE TYPE shop.offer AS (prices shop.price[]); CREATE TABLE shop.orders (offers shop.offer[]);

CREATE DOMAIN shop.price AS numeric(10,2) DEFAULT 0;

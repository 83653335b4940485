CREATE DOMAIN shop.price AS numeric(12,4) DEFAULT 0;

CREATE DOMAIN shop.price AS numeric CONSTRAINT positive CHECK (VALUE >= 0); CREATE TABLE shop.orders (totals shop.price[]);

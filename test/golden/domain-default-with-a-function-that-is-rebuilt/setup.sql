CREATE FUNCTION usual() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN price AS numeric DEFAULT usual();
CREATE TABLE orders (total price);

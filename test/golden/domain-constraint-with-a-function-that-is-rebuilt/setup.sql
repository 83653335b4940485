CREATE FUNCTION fair(numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 >= 0';
CREATE DOMAIN price AS numeric CONSTRAINT fair CHECK (fair(VALUE));
CREATE TABLE orders (total price);

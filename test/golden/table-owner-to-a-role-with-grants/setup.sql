CREATE TABLE orders (id int);
GRANT SELECT ON orders TO app_owner;

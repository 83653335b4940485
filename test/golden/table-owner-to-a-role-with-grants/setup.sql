CREATE TABLE orders (id int, total int);
GRANT SELECT ON orders TO app_owner;
GRANT UPDATE (total) ON orders TO app_owner;

CREATE TABLE orders (id serial PRIMARY KEY, other int GENERATED ALWAYS AS IDENTITY, n int);
GRANT SELECT ON orders TO app_ro;
GRANT UPDATE (n) ON orders TO app_rw;

CREATE TABLE orders (id serial PRIMARY KEY, name text);
GRANT USAGE ON SEQUENCE orders_id_seq TO app_rw;

CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, name text);
GRANT USAGE ON SEQUENCE orders_id_seq TO app_rw;

CREATE TABLE orders (id int PRIMARY KEY);
CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders);
CREATE VIEW order_names AS SELECT id, count(*) AS n FROM orders GROUP BY id;

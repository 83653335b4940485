CREATE TABLE orders (id int PRIMARY KEY, code varchar(20), label text);
CREATE TABLE old_orders () INHERITS (orders);

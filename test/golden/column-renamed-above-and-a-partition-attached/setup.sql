CREATE TABLE orders (id int, total int) PARTITION BY RANGE (id);
CREATE TABLE old_orders (id int, amount int);
CREATE TABLE items (id int, price int);
CREATE TABLE old_items () INHERITS (items);

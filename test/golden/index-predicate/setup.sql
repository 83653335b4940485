CREATE TABLE orders (id int, status varchar(10));

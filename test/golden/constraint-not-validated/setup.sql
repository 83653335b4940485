CREATE TABLE users (id int PRIMARY KEY, age int);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);

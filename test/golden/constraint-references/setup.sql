CREATE TABLE users (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE orders (x int, y int);

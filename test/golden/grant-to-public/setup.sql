CREATE TABLE users (id int, secret text);

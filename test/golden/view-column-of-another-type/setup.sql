CREATE TABLE users (id int PRIMARY KEY, name varchar(40));

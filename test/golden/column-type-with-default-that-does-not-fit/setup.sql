CREATE TABLE prices (id int PRIMARY KEY, code int DEFAULT 5);

CREATE TABLE a (id serial);
CREATE TABLE b (id int);

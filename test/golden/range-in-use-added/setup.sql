CREATE TABLE trips (id int);

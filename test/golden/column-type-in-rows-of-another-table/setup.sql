CREATE TABLE places (street text, number int);
CREATE TABLE people (id int);

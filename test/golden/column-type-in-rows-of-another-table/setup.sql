CREATE TABLE places (street text, number int);
CREATE TABLE kept_places () INHERITS (places);
CREATE TABLE people (id int);

CREATE TABLE places (street text);
CREATE TABLE people (id int, home places);

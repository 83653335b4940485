CREATE SCHEMA geo; CREATE TABLE trips (id int);

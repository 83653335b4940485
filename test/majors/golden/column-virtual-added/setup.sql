CREATE SCHEMA app;
CREATE TABLE app.lines (price int, number int);

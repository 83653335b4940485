CREATE SCHEMA app;
CREATE TABLE app.t (id int, sum int, amount int);

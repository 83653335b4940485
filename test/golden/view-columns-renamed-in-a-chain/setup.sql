CREATE SCHEMA app;
CREATE TABLE app.t (id int, total int);

CREATE SCHEMA app; CREATE TABLE app.users (id int); CREATE TABLE app.log (id int);

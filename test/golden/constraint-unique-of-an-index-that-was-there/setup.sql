CREATE SCHEMA app;
CREATE TABLE app.users (id int, email text);
CREATE UNIQUE INDEX users_email ON app.users (email);

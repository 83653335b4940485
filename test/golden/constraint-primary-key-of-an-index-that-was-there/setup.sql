CREATE SCHEMA app;
CREATE TABLE app.users (id int not null, email text);
CREATE UNIQUE INDEX users_id ON app.users (id);

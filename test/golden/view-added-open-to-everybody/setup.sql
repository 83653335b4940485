CREATE SCHEMA app;
CREATE TABLE app.users (id bigint, email text);

CREATE SCHEMA app;
CREATE TABLE app.users (age int CONSTRAINT positive CHECK (age > 0));

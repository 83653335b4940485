CREATE SCHEMA app;
CREATE TABLE app.parent (id int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE app.child () INHERITS (app.parent);
CREATE TABLE app.child2 () INHERITS (app.parent);
CREATE TABLE app.grand () INHERITS (app.child2);

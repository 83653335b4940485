CREATE SCHEMA app;
CREATE TABLE app.events (id int);
CREATE TABLE app.orders () INHERITS (app.events);
CREATE TABLE app.refunds () INHERITS (app.orders);

CREATE SCHEMA app;
CREATE SEQUENCE app.ticket AS integer;
CREATE TABLE app.visit (note text);
SELECT nextval('app.ticket');

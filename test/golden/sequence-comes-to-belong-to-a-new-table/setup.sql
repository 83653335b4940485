CREATE SCHEMA app;
CREATE SEQUENCE app.ticket;
SELECT nextval('app.ticket');

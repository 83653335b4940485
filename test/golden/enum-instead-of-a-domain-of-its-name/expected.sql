CREATE TYPE app.status AS ENUM ('open', 'done');
CREATE TABLE app.orders (id int, state app.status NOT NULL DEFAULT 'open', was app.status[]);
CREATE INDEX by_status ON app.orders (state);
CREATE VIEW app.open AS SELECT id, state FROM app.orders WHERE state = 'open';
CREATE FUNCTION app.next(app.status) RETURNS app.status LANGUAGE sql AS 'SELECT $1';

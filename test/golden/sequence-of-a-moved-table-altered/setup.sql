CREATE SCHEMA app; CREATE SCHEMA moved;
CREATE TABLE app.outbox (id serial PRIMARY KEY, body text);

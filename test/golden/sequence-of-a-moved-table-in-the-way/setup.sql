CREATE SCHEMA app; CREATE SCHEMA moved;
CREATE TABLE app.outbox (id bigint PRIMARY KEY, body text);
CREATE SEQUENCE app.numbers;

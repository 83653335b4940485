ALTER TABLE app.outbox SET SCHEMA moved;
CREATE SEQUENCE moved.numbers OWNED BY moved.outbox.id;

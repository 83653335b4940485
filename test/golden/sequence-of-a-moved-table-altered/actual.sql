ALTER TABLE app.outbox SET SCHEMA moved;
ALTER SEQUENCE moved.outbox_id_seq CYCLE;

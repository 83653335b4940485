ALTER TABLE app.users RENAME price TO cost; DROP VIEW app.cheap; CREATE VIEW app.cheap AS SELECT id, cost AS price FROM app.users WHERE cost < 5;

ALTER TABLE app.users RENAME TO people; CREATE VIEW app.users AS SELECT * FROM app.people;

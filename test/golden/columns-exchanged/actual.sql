ALTER TABLE app.users RENAME price TO x; ALTER TABLE app.users RENAME email TO price; ALTER TABLE app.users RENAME x TO email;

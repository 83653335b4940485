ALTER TABLE app.users DROP note; ALTER TABLE app.users RENAME created_at TO note;

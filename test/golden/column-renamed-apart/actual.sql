ALTER TABLE app.users RENAME created_at TO updated_at;

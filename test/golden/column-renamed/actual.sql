ALTER TABLE app.users RENAME price TO cost;

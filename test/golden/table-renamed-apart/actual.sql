ALTER TABLE app.users RENAME TO app_users;

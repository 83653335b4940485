ALTER TRIGGER touched ON app.users RENAME TO stamped;

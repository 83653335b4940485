ALTER TABLE app.users DISABLE RULE quiet;

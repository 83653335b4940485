ALTER POLICY cheap ON app.users RENAME TO affordable;

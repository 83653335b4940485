DROP RULE quiet ON app.users;

ALTER DOMAIN app.mail RENAME TO email;

ALTER DOMAIN app.mail RENAME CONSTRAINT has_at TO with_at;

ALTER TABLE app.base RENAME size TO width;

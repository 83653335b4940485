ALTER TABLE app.events RENAME at TO happened;

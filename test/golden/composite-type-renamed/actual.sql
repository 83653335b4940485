ALTER TYPE app.place RENAME TO spot;

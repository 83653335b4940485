ALTER TYPE app.pair RENAME TO couple;

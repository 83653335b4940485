ALTER TYPE app.mood RENAME TO moods;

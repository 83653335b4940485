ALTER STATISTICS app.together RENAME TO both_of_them;

ALTER FUNCTION app.touch RENAME TO stamp;

ALTER FUNCTION app.touch RENAME TO touch_row;

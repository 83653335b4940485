ALTER VIEW app.cheap RENAME TO affordable;

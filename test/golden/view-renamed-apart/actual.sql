ALTER VIEW app.cheap RENAME TO cheap_ones;

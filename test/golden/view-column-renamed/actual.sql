ALTER VIEW app.m RENAME COLUMN total TO amount;

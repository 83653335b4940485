ALTER TYPE app.span RENAME TO period;

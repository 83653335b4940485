ALTER TYPE app.number RENAME TO quantity;

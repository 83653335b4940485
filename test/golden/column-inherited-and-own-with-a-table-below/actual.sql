ALTER TABLE app.orders ADD COLUMN note text DEFAULT 'own';
ALTER TABLE app.events ADD COLUMN note text;

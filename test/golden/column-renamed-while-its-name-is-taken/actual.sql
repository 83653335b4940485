ALTER TABLE app.orders RENAME total TO amount; ALTER TABLE app.orders ADD total text;

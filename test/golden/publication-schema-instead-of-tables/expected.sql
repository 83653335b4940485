CREATE PUBLICATION feed FOR TABLE app.orders (id);

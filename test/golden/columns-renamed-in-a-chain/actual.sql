ALTER TABLE app.orders RENAME total TO x; ALTER TABLE app.orders RENAME user_id TO total; ALTER TABLE app.orders RENAME note TO user_id;

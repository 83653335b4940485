CREATE SCHEMA app;
CREATE TABLE app.orders (id int, user_id int);
CREATE INDEX orders_user ON app.orders (user_id);
COMMENT ON INDEX app.orders_user IS 'for the list';

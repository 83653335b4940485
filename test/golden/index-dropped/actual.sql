DROP INDEX app.orders_user;

ALTER INDEX app.users_price RENAME TO by_price;

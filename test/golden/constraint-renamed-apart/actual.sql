ALTER TABLE app.users RENAME CONSTRAINT users_price_check TO positive;

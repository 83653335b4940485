CREATE TABLE orders (region int, number int, note text, CONSTRAINT orders_key PRIMARY KEY (number));

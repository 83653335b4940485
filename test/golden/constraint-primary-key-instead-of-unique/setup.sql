CREATE TABLE orders (region int, number int, CONSTRAINT orders_key UNIQUE (region, number));

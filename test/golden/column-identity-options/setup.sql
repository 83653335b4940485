CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME order_numbers CACHE 3), name text);

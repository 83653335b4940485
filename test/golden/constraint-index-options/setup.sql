CREATE TABLE users (id int CONSTRAINT users_pk PRIMARY KEY);
CREATE TABLE orders (user_id int REFERENCES users);

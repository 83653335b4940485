CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);
CREATE VIEW pairs AS SELECT o.id, u.id AS user_id FROM orders o JOIN users u ON u.id = o.user_id;

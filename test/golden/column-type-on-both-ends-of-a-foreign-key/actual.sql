DROP VIEW pairs;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE users ALTER id TYPE text;
ALTER TABLE orders ALTER user_id TYPE text;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
CREATE VIEW pairs AS SELECT o.id, u.id AS user_id FROM orders o JOIN users u ON u.id = o.user_id;

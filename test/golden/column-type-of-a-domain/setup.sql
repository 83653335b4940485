CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE DOMAIN label AS text;
CREATE TABLE orders (id positive PRIMARY KEY, amount int, note label, remark text);
CREATE INDEX by_note ON orders (note);
CREATE VIEW large AS SELECT id, note FROM orders WHERE amount > 100;
INSERT INTO orders VALUES (1, 200, 'a', 'b');

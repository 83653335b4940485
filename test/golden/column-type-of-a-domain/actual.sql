DROP VIEW large;
ALTER TABLE orders ALTER id TYPE int, ALTER amount TYPE positive, ALTER note TYPE text, ALTER remark TYPE label;
CREATE VIEW large AS SELECT id, note FROM orders WHERE amount > 100;

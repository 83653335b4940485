ALTER TABLE orders ALTER id TYPE amount, ALTER total TYPE numeric;

ALTER TABLE orders ALTER status SET DEFAULT 'paid';

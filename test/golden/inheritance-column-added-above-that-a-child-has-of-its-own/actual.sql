ALTER TABLE grandchild ADD COLUMN late text;
ALTER TABLE child ADD COLUMN late text;
ALTER TABLE base ADD COLUMN late text DEFAULT 'x';

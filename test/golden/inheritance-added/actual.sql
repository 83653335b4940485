CREATE TABLE child (own int, note text DEFAULT 'child') INHERITS (base, base2);
ALTER TABLE child ALTER id SET DEFAULT 7;

ALTER TABLE orders DROP label, ALTER code TYPE varchar(10);
ALTER TABLE orders ADD label text GENERATED ALWAYS AS (code || '!') STORED;
INSERT INTO orders VALUES (1, 'a');

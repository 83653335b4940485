ALTER TABLE prices ALTER amount TYPE numeric(12,4);

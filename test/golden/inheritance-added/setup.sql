CREATE TABLE base (id int NOT NULL, note text DEFAULT 'n', CHECK (id > 0));
CREATE TABLE base2 (extra int);

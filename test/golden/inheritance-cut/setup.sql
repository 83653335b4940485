CREATE TABLE base (id int NOT NULL, CHECK (id > 0));
CREATE TABLE base2 (extra int);
CREATE TABLE child (own int) INHERITS (base, base2);

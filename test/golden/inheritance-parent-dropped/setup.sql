CREATE TABLE base (id int NOT NULL, CHECK (id > 0));
CREATE TABLE child (own int) INHERITS (base);

CREATE TABLE base (id int NOT NULL DEFAULT 1);
CREATE TABLE child (own int) INHERITS (base);
CREATE TABLE odd_child (own int) INHERITS (base);
ALTER TABLE odd_child ALTER id SET DEFAULT 5;

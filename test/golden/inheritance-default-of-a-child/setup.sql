CREATE TABLE base (id int NOT NULL DEFAULT 1);
CREATE TABLE child (own int) INHERITS (base);

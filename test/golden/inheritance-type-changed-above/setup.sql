CREATE TABLE base (id int NOT NULL);
CREATE TABLE child (own int) INHERITS (base);
CREATE VIEW v AS SELECT id FROM child;

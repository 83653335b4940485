CREATE TABLE base (id int NOT NULL);
CREATE TABLE child (own int) INHERITS (base);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE other () INHERITS (base);

CREATE TABLE child (own int) INHERITS (base);

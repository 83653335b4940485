CREATE EXTENSION ltree;
CREATE TABLE paths (p ltree);

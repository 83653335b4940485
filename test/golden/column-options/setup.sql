CREATE TABLE docs (body text);
ALTER TABLE docs ALTER body SET (n_distinct = 100, n_distinct_inherited = -0.5);

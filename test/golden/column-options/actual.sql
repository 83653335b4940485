ALTER TABLE docs ALTER body SET (n_distinct = -1), ALTER body RESET (n_distinct_inherited);

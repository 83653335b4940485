DROP INDEX docs_words_idx;
ALTER TABLE docs ALTER words TYPE varchar(300), ALTER size TYPE int;
ALTER TABLE parted ALTER words TYPE text;

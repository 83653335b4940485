CREATE TABLE docs (id int, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED, size bigint GENERATED ALWAYS AS (length(body)) STORED);
CREATE INDEX ON docs USING gin (words);
CREATE TABLE parted (id int, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
INSERT INTO docs (id, body) VALUES (1, 'a word');

CREATE SCHEMA app; CREATE TABLE words (word text);

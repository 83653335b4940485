CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION cheer(m mood, many mood[]) RETURNS mood LANGUAGE sql AS 'SELECT m';
CREATE TABLE people (id int PRIMARY KEY, mood mood DEFAULT 'ok', moods mood[] DEFAULT '{sad}');
CREATE INDEX people_sad ON people (id) WHERE mood = 'sad';
CREATE VIEW sad_people AS SELECT id FROM people WHERE mood = 'sad'::mood;

CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id int PRIMARY KEY, mood mood DEFAULT 'ok');
CREATE INDEX people_mood ON people (mood);
CREATE VIEW sad_people AS SELECT id FROM people WHERE mood = 'sad';

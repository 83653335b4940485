CREATE TABLE people (mood text);

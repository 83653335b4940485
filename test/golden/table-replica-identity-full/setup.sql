CREATE TABLE events (id int PRIMARY KEY, what text);

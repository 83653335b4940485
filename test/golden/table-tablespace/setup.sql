CREATE TABLE events (id int, what text);

CREATE TABLE events (id int, what text) USING heap2 TABLESPACE other_disk;

ALTER TABLE events SET TABLESPACE other_disk;

ALTER INDEX users_pk SET TABLESPACE other_disk;

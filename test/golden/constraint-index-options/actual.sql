ALTER INDEX users_pk SET (fillfactor = 70);

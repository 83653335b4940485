ALTER INDEX once SET (fillfactor = 60);

ALTER ROLE app RENAME TO service;

ALTER ROLE ALL SET my.sort = 'x';

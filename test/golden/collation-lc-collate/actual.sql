CREATE COLLATION app.ordered (provider = libc, lc_collate = 'POSIX', lc_ctype = 'C');

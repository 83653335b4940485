CREATE COLLATION app.ordered (provider = libc, lc_collate = 'C', lc_ctype = 'C');

CREATE COLLATION app.phone_book (provider = icu, locale = 'de_DE@collation=phonebook');
CREATE COLLATION app."No Case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION app.plain (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION app.copied FROM "POSIX";
COMMENT ON COLLATION app.phone_book IS 'as in the phone book';
ALTER COLLATION app.phone_book OWNER TO app_owner;

CREATE SCHEMA s;
CREATE COLLATION s.c (provider = icu, locale = 'de');
CREATE TABLE s.other (id int primary key);

CREATE DOMAIN s.n AS int;
CREATE DOMAIN s.d AS date;
CREATE DOMAIN s.c AS char(3);
CREATE DOMAIN s.bi AS bit(4);
CREATE TABLE s.t (id s.n, d s.d, ds s.d[], c s.c, b s.bi);

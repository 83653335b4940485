CREATE DOMAIN s.n AS text;
CREATE DOMAIN s.d AS int;
CREATE DOMAIN s.c AS char(5);
CREATE DOMAIN s.bi AS bit varying(4);
CREATE TABLE s.t (id s.n, d s.d, ds s.d[], c s.c, b s.bi);

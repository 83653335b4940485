CREATE DOMAIN s.n AS int[];
CREATE TABLE s.t (id s.n);
CREATE DOMAIN s.m AS int[];
CREATE TABLE s.u (m s.m[]);

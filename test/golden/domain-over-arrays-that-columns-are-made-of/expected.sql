CREATE DOMAIN s.n AS bigint[];
CREATE TABLE s.t (id s.n);
CREATE DOMAIN s.m AS bigint[];
CREATE TABLE s.u (m s.m[]);

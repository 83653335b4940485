CREATE TYPE s.e AS ENUM ('a', 'b', 'c');
CREATE DOMAIN s.low AS int CHECK (VALUE > 0);
CREATE DOMAIN s.high AS bigint CHECK (VALUE < 9);
CREATE DOMAIN s.de AS s.e;
CREATE TABLE s.t (h s.high, e s.de);

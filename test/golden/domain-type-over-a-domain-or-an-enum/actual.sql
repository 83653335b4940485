CREATE TYPE s.e AS ENUM ('a', 'b', 'c');
CREATE DOMAIN s.low AS int CHECK (VALUE > 0);
CREATE DOMAIN s.high AS s.low CHECK (VALUE < 9);
CREATE DOMAIN s.de AS text;
CREATE TABLE s.t (h s.high, e s.de);

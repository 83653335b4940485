CREATE TYPE s.e AS ENUM ('a', 'b');
CREATE TYPE s.ty AS (a s.e);
CREATE TABLE s.tt OF s.ty;

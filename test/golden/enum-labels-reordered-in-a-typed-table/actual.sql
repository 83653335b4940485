CREATE TYPE s.e AS ENUM ('b', 'a');
CREATE TYPE s.ty AS (a s.e);
CREATE TABLE s.tt OF s.ty;

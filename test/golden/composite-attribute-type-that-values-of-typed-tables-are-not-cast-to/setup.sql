CREATE TYPE item AS (id int, note text);
CREATE TABLE items OF item;

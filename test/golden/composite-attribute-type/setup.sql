CREATE TYPE address AS (city varchar(50), zip text);

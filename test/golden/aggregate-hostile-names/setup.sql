CREATE SCHEMA "My ""App ORDER BY x";
CREATE TYPE "My ""App ORDER BY x"."a ORDER BY b" AS ENUM ('x');
CREATE FUNCTION "My ""App ORDER BY x"."select"("a ORDER BY b_" bigint, "My ""App ORDER BY x"."a ORDER BY b") RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1';

CREATE SCHEMA "My ""Schema";
CREATE TYPE "My ""Schema"."select" AS ENUM ('x');
CREATE FUNCTION "My ""Schema"."a.b"("My ""Schema"."select", "My ""Schema"."select") RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';

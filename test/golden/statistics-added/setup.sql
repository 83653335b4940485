CREATE SCHEMA "My.App";
CREATE TABLE "My.App"."T ""x""" ("A b" int, "select" text, c date);

CREATE SCHEMA "A.pp ""x"""; CREATE TABLE "A.pp ""x"""."Us.ers" (id int PRIMARY KEY, "the ""price""" int CHECK ("the ""price""" > 0), serial serial);
CREATE VIEW "A.pp ""x"""."V" AS SELECT "the ""price""" AS p, serial FROM "A.pp ""x"""."Us.ers"; CREATE INDEX ON "A.pp ""x"""."Us.ers" ("the ""price""");

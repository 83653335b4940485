CREATE SCHEMA "a.b";
CREATE SCHEMA "A.B";
CREATE SCHEMA " ";
CREATE TYPE "a.b"."select" AS ENUM ('it''s', 'a"b', E'\\', ' ');
CREATE SEQUENCE "a.b"."se""q";
CREATE TABLE "a.b"."t""x.y" (
  "c.""d" int CONSTRAINT "ch'eck" CHECK ("c.""d" > 0),
  "C.""D" "a.b"."select" DEFAULT E'\\',
  " " text DEFAULT 'x',
  "user" int UNIQUE,
  "ünï ☃ 😀" serial,
  "$1" int GENERATED ALWAYS AS IDENTITY,
  "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk" int,
  CONSTRAINT "pk.pk" PRIMARY KEY ("c.""d", "user"));
CREATE TABLE "a.b"."T""X.Y" ("c.""d" int, "user" int, CONSTRAINT "ch'eck" CHECK ("c.""d" > 0),
  CONSTRAINT "f k" FOREIGN KEY ("c.""d", "user") REFERENCES "a.b"."t""x.y");
CREATE TABLE " "." " (" " int);
CREATE INDEX "i.i" ON "a.b"."t""x.y" ("C.""D", lower(" ")) INCLUDE ("user") WHERE " " <> '"';
CREATE INDEX "i.i" ON " "." " (" ");
CREATE FUNCTION "a.b"."f.f"("ar.g" "a.b"."select"[], "select" "a.b"."t""x.y") RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION "a.b"."f.f"() RETURNS trigger LANGUAGE plpgsql SET search_path = "a.b", " " AS $$ BEGIN RETURN NULL; END $$;
CREATE VIEW "a.b"."v(v)" AS SELECT "c.""d", " " AS "select" FROM "a.b"."t""x.y";
CREATE MATERIALIZED VIEW "a.b"."m;m" AS SELECT "select" FROM "a.b"."v(v)";
CREATE TRIGGER "t;r" BEFORE UPDATE OF "C.""D" ON "a.b"."t""x.y" FOR EACH ROW WHEN (NEW." " <> 'it''s') EXECUTE FUNCTION "a.b"."f.f"();
CREATE POLICY "p-p" ON "a.b"."t""x.y" TO "Robert ""Bob"" O'Ünal" USING ("user" > 0);
COMMENT ON COLUMN "a.b"."t""x.y"."c.""d" IS E'it''s a "comment" \\ \n with $$';
COMMENT ON TRIGGER "t;r" ON "a.b"."t""x.y" IS '--';
COMMENT ON POLICY "p-p" ON "a.b"."t""x.y" IS '/*';
COMMENT ON CONSTRAINT "ch'eck" ON "a.b"."t""x.y" IS ';';
COMMENT ON FUNCTION "a.b"."f.f"("a.b"."select"[], "a.b"."t""x.y") IS 'f';
COMMENT ON INDEX "a.b"."i.i" IS 'i';
GRANT SELECT ("c.""d"), UPDATE (" ") ON "a.b"."t""x.y" TO "Robert ""Bob"" O'Ünal";
GRANT SELECT ON "a.b"."v(v)" TO "Robert ""Bob"" O'Ünal" WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION "a.b"."f.f"() TO "Robert ""Bob"" O'Ünal";
ALTER TABLE "a.b"."t""x.y" OWNER TO "Robert ""Bob"" O'Ünal";

CREATE FOREIGN TABLE "My.App"."T ""x""" (
  "A b" int OPTIONS ("Column" 'it''s') NOT NULL,
  "select" varchar(10) COLLATE "C" DEFAULT 'x' CONSTRAINT "Not.empty" CHECK ("select" <> ''),
  twice int GENERATED ALWAYS AS ("A b" * 2) STORED,
  numbered serial
) SERVER "Old ""rows""" OPTIONS (table_name 'a=b', "Table" '1\2');
ALTER FOREIGN TABLE "My.App"."T ""x""" ALTER COLUMN "select" SET STATISTICS 5, ALTER COLUMN "select" OPTIONS (ADD a 'b'), OWNER TO app_owner;
CREATE TRIGGER "Touched" BEFORE INSERT ON "My.App"."T ""x""" FOR EACH ROW EXECUTE FUNCTION public.touch();
GRANT SELECT ON "My.App"."T ""x""" TO app_ro;
GRANT UPDATE ("A b") ON "My.App"."T ""x""" TO app_rw;
COMMENT ON FOREIGN TABLE "My.App"."T ""x""" IS 'far';
COMMENT ON COLUMN "My.App"."T ""x"""."A b" IS 'far, too';
COMMENT ON CONSTRAINT "Not.empty" ON "My.App"."T ""x""" IS 'full';

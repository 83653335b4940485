ALTER SEQUENCE "a.b"."se""q" CACHE 5;
ALTER TABLE "a.b"."t""x.y" ALTER "c.""d" DROP NOT NULL, ALTER "c.""d" SET DEFAULT 5, ALTER "C.""D" SET STATISTICS 5, ALTER "C.""D" TYPE varchar(9) COLLATE "C", ENABLE ROW LEVEL SECURITY, VALIDATE CONSTRAINT "u'u";
CREATE OR REPLACE FUNCTION "a.b"."f.f"("ar.g" "a.b"."select") RETURNS int LANGUAGE sql AS 'SELECT 2';
ALTER TABLE "a.b"."t""x.y" DISABLE TRIGGER "t;r";
ALTER POLICY "p-p" ON "a.b"."t""x.y" USING (true);
ALTER INDEX "a.b"."i.i" SET (fillfactor = 50);
ALTER VIEW "a.b"."v(v)" SET (security_barrier = true);
ALTER TYPE "a.b"."select" OWNER TO "Robert ""Bob"" O'Ünal";
COMMENT ON TABLE "a.b"."t""x.y" IS E'\\';

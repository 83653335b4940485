CREATE DOMAIN "Sch.ema"."select" AS text;
CREATE DOMAIN "Sch.ema"."Do""main.ünïcode" AS "Sch.ema"."select" DEFAULT 'it''s' CONSTRAINT "CHECK ""(1)""" CHECK (VALUE <> E'\\');
COMMENT ON CONSTRAINT "CHECK ""(1)""" ON DOMAIN "Sch.ema"."Do""main.ünïcode" IS 'it''s';
GRANT USAGE ON DOMAIN "Sch.ema"."Do""main.ünïcode" TO "Robert ""Bob"" O'Ünal";

CREATE COLLATION "Sch.ema"."Col.""lation" (provider = icu, locale = 'de'); COMMENT ON COLLATION "Sch.ema"."Col.""lation" IS 'it''s'; ALTER TABLE words ADD word text COLLATE "Sch.ema"."Col.""lation";

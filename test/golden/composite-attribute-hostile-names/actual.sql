ALTER TYPE "Sch.ema"."Ty""pe" ADD ATTRIBUTE "At.tri""bute" int, ADD ATTRIBUTE "select" int, ADD ATTRIBUTE "A" text;
COMMENT ON COLUMN "Sch.ema"."Ty""pe"."At.tri""bute" IS 'it''s';

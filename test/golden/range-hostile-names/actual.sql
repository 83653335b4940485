CREATE TYPE "Sch.ema"."Ran.""ge" AS RANGE (subtype = text, collation = "Sch.ema"."Col""lation", multirange_type_name = "Sch.ema"."select"); COMMENT ON TYPE "Sch.ema"."select" IS 'it''s';

CREATE SCHEMA "Sch.ema"; CREATE COLLATION "Sch.ema"."Col""lation" (provider = icu, locale = 'de');

CREATE TYPE "Sch.ema"."Ty.""pe";
CREATE FUNCTION "Sch.ema"."in"(cstring) RETURNS "Sch.ema"."Ty.""pe" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION "Sch.ema"."o.""ut"("Sch.ema"."Ty.""pe") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE "Sch.ema"."Ty.""pe" (input = "Sch.ema"."in", output = "Sch.ema"."o.""ut", like = int4, default = '1', delimiter = '"');

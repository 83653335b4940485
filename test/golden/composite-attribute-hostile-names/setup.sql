CREATE SCHEMA "Sch.ema"; CREATE TYPE "Sch.ema"."Ty""pe" AS (a int);

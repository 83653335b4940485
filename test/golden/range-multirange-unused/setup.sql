CREATE SCHEMA geo; CREATE TYPE span AS RANGE (subtype = real);

CREATE TYPE span AS RANGE (subtype = real);

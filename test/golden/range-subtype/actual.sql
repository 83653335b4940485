CREATE TYPE geo.span AS RANGE (subtype = double precision);

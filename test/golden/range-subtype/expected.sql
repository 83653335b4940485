CREATE TYPE geo.span AS RANGE (subtype = real);

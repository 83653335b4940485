CREATE TYPE geo.span AS RANGE (subtype = double precision, subtype_diff = float8mi);

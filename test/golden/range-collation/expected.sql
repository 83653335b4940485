CREATE TYPE geo.span AS RANGE (subtype = text);

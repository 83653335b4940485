CREATE TYPE geo.span AS RANGE (subtype = double precision); CREATE TABLE geo.trips (spans geo.span_multirange[]);

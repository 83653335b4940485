CREATE TYPE geo.span AS RANGE (subtype = real); CREATE TABLE geo.trips (spans geo.span_multirange[]);

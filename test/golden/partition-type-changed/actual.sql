ALTER TABLE events ALTER n TYPE bigint;

CREATE SCHEMA app;
CREATE EXTENSION btree_gist;
CREATE TABLE app.stays (room int, "During" tsrange, PRIMARY KEY (room, "During" WITHOUT OVERLAPS) DEFERRABLE);

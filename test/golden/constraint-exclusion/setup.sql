CREATE SCHEMA ext;
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE TABLE bookings (room int, during tsrange, canceled boolean);
SET search_path = public, ext;

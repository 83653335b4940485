CREATE TYPE app.state AS ENUM ('pending', 'done');
COMMENT ON TYPE app.state IS 'pending';
CREATE VIEW app.items AS SELECT 1 AS id, 'x'::text AS title;
COMMENT ON VIEW app.items IS 'title';
COMMENT ON COLUMN app.items.id IS 'title';

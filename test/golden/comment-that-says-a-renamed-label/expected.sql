CREATE TYPE app.state AS ENUM ('draft', 'done');
COMMENT ON TYPE app.state IS 'draft';
CREATE VIEW app.items AS SELECT 1 AS id, 'x'::text AS label;
COMMENT ON VIEW app.items IS 'label';
COMMENT ON COLUMN app.items.id IS 'label';

CREATE VIEW inner_view AS SELECT id, name FROM users;
CREATE MATERIALIZED VIEW outer_view AS SELECT id FROM inner_view;
ALTER MATERIALIZED VIEW outer_view OWNER TO app_owner;
GRANT SELECT ON inner_view TO app_owner;
GRANT SELECT ON outer_view TO app_ro;
REVOKE INSERT ON outer_view FROM app_owner;
COMMENT ON COLUMN outer_view.id IS 'who';

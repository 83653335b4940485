CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW upper_names AS SELECT upper(name) AS name FROM names;
CREATE MATERIALIZED VIEW name_list AS SELECT name FROM upper_names;
CREATE INDEX name_list_name ON name_list (name);
CREATE TRIGGER put INSTEAD OF INSERT OR UPDATE OR DELETE ON names FOR EACH ROW EXECUTE FUNCTION noop();
CREATE FUNCTION all_names() RETURNS SETOF names LANGUAGE sql AS 'SELECT * FROM names';
GRANT SELECT ON names TO app_ro WITH GRANT OPTION;
COMMENT ON VIEW names IS 'who is who';
ALTER VIEW upper_names OWNER TO app_owner;

CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW upper_names AS SELECT upper(name) AS name FROM names;
CREATE MATERIALIZED VIEW name_list AS SELECT name FROM upper_names;
CREATE FUNCTION named() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM names; END;
CREATE RULE put AS ON INSERT TO names DO INSTEAD INSERT INTO users (id, name) VALUES (new.id, new.name);
GRANT SELECT ON names TO app_ro WITH GRANT OPTION;

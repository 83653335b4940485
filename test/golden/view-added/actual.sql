CREATE VIEW app.names (key, "Name") WITH (security_barrier) AS SELECT id, name FROM app.users WHERE name <> '' WITH CASCADED CHECK OPTION;
GRANT SELECT ON app.names TO PUBLIC;

CREATE VIEW app.addresses AS SELECT email FROM app.users;
GRANT SELECT ON app.addresses TO PUBLIC;

CREATE OR REPLACE VIEW app.names AS SELECT id, name FROM app.users WHERE NOT gone;

CREATE SCHEMA app; CREATE SCHEMA elsewhere;
CREATE TABLE app.t (id int GENERATED ALWAYS AS IDENTITY, note text);
GRANT USAGE ON SEQUENCE app.t_id_seq TO app_ro;
COMMENT ON SEQUENCE app.t_id_seq IS 'numbers';

CREATE SCHEMA app; CREATE TYPE app.span AS RANGE (subtype = time); CREATE TABLE app.t (s app.span);
CREATE SCHEMA elsewhere;

CREATE SCHEMA app;
CREATE TYPE app.number;
CREATE FUNCTION app.number_in(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_read(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_out(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.number_print(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.number_recv(internal) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE TYPE app.number (input = app.number_in, output = app.number_out, passedbyvalue, internallength = 4, alignment = int4, receive = app.number_recv);
COMMENT ON TYPE app.number IS 'of its own';
REVOKE USAGE ON TYPE app.number FROM PUBLIC;
ALTER TYPE app.number OWNER TO app_owner;

CREATE TABLE app.t (n app.number);
CREATE SCHEMA elsewhere;

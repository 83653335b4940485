CREATE TYPE app.number;
CREATE FUNCTION app.number_in(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_read(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_out(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.number_print(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.number_recv(internal) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION app.number_send(app.number) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE app.number (input = app.number_in, output = app.number_out, receive = app.number_recv, send = app.number_send, like = int4, category = 'N');
REVOKE EXECUTE ON FUNCTION app.number_recv FROM PUBLIC;

CREATE TYPE app.number;
CREATE FUNCTION app.number_in(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_read(cstring) RETURNS app.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.number_out(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION app.number_print(app.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE app.number (input = app.number_in, output = app.number_print, passedbyvalue, internallength = 4, alignment = int4);

CREATE SCHEMA app;
CREATE TYPE app.doc;
CREATE FUNCTION app.doc_in(cstring) RETURNS app.doc LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.doc_out(app.doc) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE app.doc (input = app.doc_in, output = app.doc_out, storage = extended);
CREATE DOMAIN app.page AS app.doc;
CREATE TABLE app.t (plain app.doc, many app.doc[], paged app.page, own app.doc);
ALTER TABLE app.t ALTER own SET STORAGE EXTERNAL;

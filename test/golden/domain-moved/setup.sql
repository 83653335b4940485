CREATE SCHEMA app; CREATE DOMAIN app.mail AS text CHECK (VALUE LIKE '%@%'); CREATE TABLE app.t (m app.mail DEFAULT 'a@b'::app.mail); CREATE FUNCTION app.f(m app.mail, n app.mail[]) RETURNS app.mail LANGUAGE sql AS 'SELECT $1';
CREATE SCHEMA elsewhere;

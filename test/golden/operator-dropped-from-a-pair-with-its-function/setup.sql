CREATE SCHEMA app;
CREATE FUNCTION app.lt(text, text) RETURNS bool LANGUAGE sql AS 'SELECT $1 OPERATOR(pg_catalog.<) $2';
CREATE FUNCTION app.gt(text, text) RETURNS bool LANGUAGE sql AS 'SELECT $1 OPERATOR(pg_catalog.>) $2';
CREATE OPERATOR app.<< (FUNCTION = app.lt, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(app.>>), NEGATOR = OPERATOR(app.>>=));
CREATE OPERATOR app.>> (FUNCTION = app.gt, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(app.<<));
CREATE OPERATOR app.>>= (FUNCTION = app.gt, LEFTARG = text, RIGHTARG = text, NEGATOR = OPERATOR(app.<<));

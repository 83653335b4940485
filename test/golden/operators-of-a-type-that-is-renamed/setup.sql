CREATE SCHEMA app;
CREATE TYPE app.pair AS (a int, b int);
CREATE FUNCTION app.lt(app.pair, app.pair) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR app.<< (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, COMMUTATOR = OPERATOR(app.>>), NEGATOR = OPERATOR(app.>>=));
CREATE OPERATOR app.>> (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, COMMUTATOR = OPERATOR(app.<<), NEGATOR = OPERATOR(app.<<=));
CREATE OPERATOR app.>>= (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, NEGATOR = OPERATOR(app.<<), COMMUTATOR = OPERATOR(app.<<=));
CREATE OPERATOR app.<<= (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, NEGATOR = OPERATOR(app.>>), COMMUTATOR = OPERATOR(app.>>=));

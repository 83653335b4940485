CREATE SCHEMA app;
CREATE SCHEMA lib;
CREATE TYPE app.pair AS (a int, b int);
CREATE FUNCTION app.lt(app.pair, app.pair) RETURNS bool LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR app.<< (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, COMMUTATOR = OPERATOR(app.>>), NEGATOR = OPERATOR(app.>>=));
CREATE OPERATOR app.>> (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, COMMUTATOR = OPERATOR(app.<<), NEGATOR = OPERATOR(app.<<=));
CREATE OPERATOR app.>>= (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, NEGATOR = OPERATOR(app.<<), COMMUTATOR = OPERATOR(app.<<=));
CREATE OPERATOR app.<<= (FUNCTION = app.lt, LEFTARG = app.pair, RIGHTARG = app.pair, NEGATOR = OPERATOR(app.>>), COMMUTATOR = OPERATOR(app.>>=));
CREATE VIEW app.v AS SELECT (1,2)::app.pair OPERATOR(app.<<) (2,3)::app.pair AS x;

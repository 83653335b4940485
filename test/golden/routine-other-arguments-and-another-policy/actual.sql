CREATE FUNCTION app.f(bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE POLICY p ON app.t USING (app.f(id) OR v = 'a');

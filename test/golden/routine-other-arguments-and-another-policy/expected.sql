CREATE FUNCTION app.f(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE POLICY p ON app.t USING (app.f(id) AND v = 'a');

CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' SET "app.some.thing" = 'it''s' SET DateStyle = 'ISO, DMY' AS 'SELECT a';

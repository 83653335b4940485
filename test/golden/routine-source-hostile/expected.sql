CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT ''$routine$'' \r\n || ''$routine_$'' || E''\\\\x'' ';

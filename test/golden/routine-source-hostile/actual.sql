CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT ''$routine$'' \n || ''$routine_$'' || E''\\\\x'' ';

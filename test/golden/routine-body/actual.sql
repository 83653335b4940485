CREATE FUNCTION name_of(who int) RETURNS text LANGUAGE sql STABLE RETURN (SELECT name FROM users WHERE id <> who);

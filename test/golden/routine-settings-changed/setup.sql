CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql SET search_path = "$user", "Od""d, name", pg_temp SET temp_tablespaces = 'other_disk' AS 'SELECT a';

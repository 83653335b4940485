ALTER EXTENSION citext DROP FUNCTION citext_eq(citext, citext);

ALTER EXTENSION citext DROP OPERATOR > (citext, citext);

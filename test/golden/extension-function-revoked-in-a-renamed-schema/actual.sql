REVOKE EXECUTE ON FUNCTION soft.citext_eq(soft.citext, soft.citext) FROM PUBLIC;
ALTER SCHEMA soft RENAME TO softer;

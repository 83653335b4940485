CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE DOMAIN humour AS mood DEFAULT 'ok';
CREATE VIEW moods AS SELECT mood::mood FROM people; CREATE FUNCTION mood_of(text) RETURNS mood LANGUAGE sql BEGIN ATOMIC SELECT 'ok'::mood; END;
GRANT USAGE ON TYPE mood TO app_ro; COMMENT ON TYPE mood IS 'how';

CREATE TYPE address AS (city text);

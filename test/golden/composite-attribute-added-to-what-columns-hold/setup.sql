CREATE TYPE address AS (city text); CREATE TABLE people (home address, homes address[]);

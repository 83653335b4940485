CREATE TABLE users (name text NOT NULL, shout text GENERATED ALWAYS AS (upper(name)) STORED);

CREATE DOMAIN price AS numeric CONSTRAINT positive CHECK (VALUE >= 0);

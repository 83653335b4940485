ALTER TABLE users ADD shout text GENERATED ALWAYS AS (upper(name)) STORED;
CREATE INDEX users_shout ON users (shout);
CREATE VIEW shouts AS SELECT shout FROM users;

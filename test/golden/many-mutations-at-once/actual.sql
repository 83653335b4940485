DROP VIEW app.active;
ALTER TABLE app.users ALTER email TYPE text, DROP COLUMN status, ADD COLUMN state int NOT NULL DEFAULT 0;
DROP TABLE app.orgs CASCADE;
CREATE TABLE app.teams (id int PRIMARY KEY);
ALTER TABLE app.users ADD CONSTRAINT users_team FOREIGN KEY (org) REFERENCES app.teams;
CREATE VIEW app.active AS SELECT id, email, state FROM app.users WHERE state = 1;
ALTER TABLE app.users DISABLE TRIGGER touched;

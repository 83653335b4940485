CREATE TABLE users (id int PRIMARY KEY, team int);
CREATE TABLE teams (id int PRIMARY KEY, boss int REFERENCES users);
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams;

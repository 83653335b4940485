CREATE TYPE app.mood AS ENUM ('sad', 'ok'); CREATE TABLE app.people (moods app.mood[]);

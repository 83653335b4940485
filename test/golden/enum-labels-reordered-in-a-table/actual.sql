CREATE TYPE app.mood AS ENUM ('ok', 'sad'); CREATE TABLE app.people (moods app.mood[]);

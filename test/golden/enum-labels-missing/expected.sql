CREATE TYPE app.mood AS ENUM ('awful', 'bad', 'sad', 'meh', 'ok', 'great');

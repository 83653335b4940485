DROP TABLE app.events;

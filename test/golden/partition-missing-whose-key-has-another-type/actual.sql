CREATE TABLE app.events (id int, body text) PARTITION BY RANGE (id);

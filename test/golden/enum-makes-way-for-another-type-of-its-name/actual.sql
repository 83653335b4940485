CREATE TYPE app.size AS ENUM ('(1)', '(2)');
CREATE TYPE app.color AS ENUM ('red');
CREATE TABLE app.boxes (size app.size, sizes app.size[], color app.color);
CREATE VIEW app.sizes AS SELECT size FROM app.boxes;
INSERT INTO app.boxes VALUES ('(2)', '{(1),(2)}', 'red');

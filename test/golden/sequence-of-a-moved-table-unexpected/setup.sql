CREATE SCHEMA app; CREATE SCHEMA moved;
CREATE TABLE app.client (clientid integer NOT NULL, uname text);

CREATE SCHEMA app; CREATE TABLE app.events (id int, at date, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE app.events_old PARTITION OF app.events FOR VALUES FROM (MINVALUE) TO ('2020-01-01'); CREATE TABLE app.events_new PARTITION OF app.events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
CREATE INDEX ON app.events (note);

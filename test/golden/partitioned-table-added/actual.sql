CREATE TABLE visits (id bigint NOT NULL, at date NOT NULL, place int REFERENCES places, n int GENERATED ALWAYS AS (1 + 1) STORED, PRIMARY KEY (id, at), CONSTRAINT sane CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE visits_old PARTITION OF visits FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
CREATE TABLE visits_new PARTITION OF visits FOR VALUES FROM ('2020-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE visits_new_0 PARTITION OF visits_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE INDEX visits_place ON visits (place);
CREATE TABLE visit_notes (visit bigint, at date, FOREIGN KEY (visit, at) REFERENCES visits);

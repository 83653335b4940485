CREATE SCHEMA app0;
CREATE TABLE app0.sampled (a int, b int, c text);
CREATE STATISTICS app0.st (mcv, dependencies) ON a, (lower(c)) FROM app0.sampled;
CREATE INDEX ON app0.sampled (lower(c));
CREATE TABLE app0.g (c text, d text GENERATED ALWAYS AS (lower(c)) STORED, CHECK (lower(c) <> 'x'));
CREATE VIEW app0.v AS SELECT lower(c) AS x FROM app0.sampled;

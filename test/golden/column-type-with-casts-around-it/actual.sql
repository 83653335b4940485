DROP VIEW app0.v;
ALTER TABLE app0.sampled ALTER c TYPE varchar(30);
CREATE VIEW app0.v AS SELECT lower(c) AS x FROM app0.sampled;

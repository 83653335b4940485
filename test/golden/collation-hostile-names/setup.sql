CREATE SCHEMA "Sch.ema"; CREATE TABLE words (id int);

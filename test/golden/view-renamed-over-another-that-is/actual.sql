CREATE VIEW days_ AS SELECT id, day FROM orders;
CREATE VIEW late_days_ AS SELECT id FROM days_ WHERE day > '2026-01-01';
CREATE VIEW latest_days_ AS SELECT max(id) AS id FROM late_days_;

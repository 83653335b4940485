CREATE VIEW days AS SELECT id, day FROM orders;
CREATE VIEW late_days AS SELECT id FROM days WHERE day > '2026-01-01';
CREATE VIEW latest_days AS SELECT max(id) AS id FROM late_days;

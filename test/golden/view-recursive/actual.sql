CREATE RECURSIVE VIEW paths (id, path) AS SELECT id, ARRAY[id] FROM tree WHERE parent IS NULL UNION ALL SELECT t.id, p.path || t.id FROM tree t JOIN paths p ON t.parent = p.id;

CREATE INDEX users_all ON users (a text_pattern_ops, b COLLATE "POSIX" DESC NULLS LAST, lower(b) COLLATE "C", (c + 1) DESC, (d ->> 'k') text_pattern_ops NULLS FIRST, e, a COLLATE "C");

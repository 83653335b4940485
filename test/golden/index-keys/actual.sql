CREATE INDEX users_all ON users (a, b);

CREATE INDEX users_a ON users USING gist (a gist_trgm_ops (siglen = 32));

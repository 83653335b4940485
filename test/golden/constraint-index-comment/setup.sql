CREATE TABLE users (id int, CONSTRAINT users_pk PRIMARY KEY (id));
COMMENT ON INDEX users_pk IS 'of the index';
COMMENT ON CONSTRAINT users_pk ON users IS 'of the constraint';

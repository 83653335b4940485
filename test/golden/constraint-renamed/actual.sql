ALTER TABLE app.users RENAME CONSTRAINT users_pkey TO users_key;

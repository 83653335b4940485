GRANT ALL ON users TO app_rw;

GRANT MAINTAIN ON app.users TO app_rw;

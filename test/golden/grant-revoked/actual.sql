REVOKE ALL ON users FROM app_rw;

CREATE TABLE app.accounts (id serial PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.lines (line_no serial, text text);
GRANT USAGE ON SEQUENCE app.accounts_id_seq TO app_rw;

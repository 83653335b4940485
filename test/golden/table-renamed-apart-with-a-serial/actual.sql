CREATE TABLE app.user_account (id serial PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.lines (line_nr serial, text text);
GRANT USAGE ON SEQUENCE app.user_account_id_seq TO app_rw;

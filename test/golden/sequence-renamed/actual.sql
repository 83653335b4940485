ALTER SEQUENCE app.users_id_seq RENAME TO people_id_seq;

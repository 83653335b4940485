ALTER TABLE app.t RENAME TO t_old;
ALTER TABLE app.t_new RENAME TO t;
ALTER TABLE app.t_old RENAME TO t_new;

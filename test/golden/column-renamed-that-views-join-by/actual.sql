ALTER TABLE app.t RENAME id TO ident;

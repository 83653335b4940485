CREATE INDEX pi ON app.p (id);

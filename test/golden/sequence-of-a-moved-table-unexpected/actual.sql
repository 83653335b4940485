CREATE SEQUENCE app.client_clientid_seq OWNED BY app.client.clientid;
ALTER TABLE app.client ALTER clientid SET DEFAULT nextval('app.client_clientid_seq');
ALTER TABLE app.client SET SCHEMA moved;

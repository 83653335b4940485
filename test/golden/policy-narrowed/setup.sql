CREATE SCHEMA app;
CREATE TABLE app.orders (id bigint, tenant text, secret boolean);
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenants ON app.orders USING (tenant = CURRENT_USER);

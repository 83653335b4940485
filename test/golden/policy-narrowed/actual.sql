ALTER POLICY tenants ON app.orders USING (tenant = CURRENT_USER AND NOT secret);

ALTER TABLE app.users SET SCHEMA core;
ALTER TABLE app.orders SET SCHEMA core;
ALTER VIEW app.v SET SCHEMA core;
ALTER FUNCTION app.f(app.mood) SET SCHEMA core;
ALTER TYPE app.mood SET SCHEMA core;
DROP SCHEMA app;

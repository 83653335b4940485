ALTER OPERATOR app.<< (app.pair, app.pair) SET SCHEMA lib;

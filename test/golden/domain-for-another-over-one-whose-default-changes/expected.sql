CREATE DOMAIN app.amount AS int DEFAULT 2;
CREATE DOMAIN app.settled AS app.amount;
CREATE TABLE app.bills (paid app.settled);
